"""Whether a draft is in the customer's language, where the words of both tell."""

from __future__ import annotations

NAMES = {
    "en": "English", "de": "German", "fr": "French", "es": "Spanish", "it": "Italian",
    "pt": "Portuguese", "nl": "Dutch", "pl": "Polish", "sv": "Swedish", "da": "Danish",
    "tr": "Turkish", "hi": "Hindi", "ja": "Japanese", "ko": "Korean", "zh": "Chinese",
    "ru": "Russian", "ar": "Arabic", "el": "Greek", "he": "Hebrew", "th": "Thai",
    "uk": "Ukrainian",
}  # fmt: skip


def other_tongue(draft: str, customers: str) -> str:
    """Say in words that a draft is not in the customer's language; empty where it may be."""
    # It weighs words: only who has drafts pays for it.
    from console.assist.embedded.language import language  # noqa: PLC0415

    mine, theirs = language(draft), language(customers)
    if not mine or not theirs or mine == theirs:
        return ""
    return f"Written in {NAMES.get(mine, mine)}, the customer writes {NAMES.get(theirs, theirs)}."
