"""What a hostile text may hold, by name; and a plain text for each, to compare with."""

from __future__ import annotations

ESC, C1 = "\x1b", {name: chr(code) for name, code in (
    ("DCS", 0x90), ("SOS", 0x98), ("CSI", 0x9B), ("ST", 0x9C), ("OSC", 0x9D), ("PM", 0x9E),
    ("APC", 0x9F),
)}  # fmt: skip

PAYLOADS: dict[str, str] = {
    "csi colour": f"{ESC}[38;5;201mx",
    "csi clear": f"{ESC}[2J{ESC}[H",
    "csi report": f"{ESC}[6n{ESC}[21t",
    "osc 52 clipboard": f"{ESC}]52;c;cm0gLXJmIH4=\x07",
    "osc 8 link": f"{ESC}]8;;https://evil.example.com/{ESC}\\click{ESC}]8;;{ESC}\\",
    "osc 0 title": f"{ESC}]0;owned\x07",
    "dcs": f"{ESC}P$q q{ESC}\\",
    "apc": f"{ESC}_Gi=1;AAAA{ESC}\\",
    "pm": f"{ESC}^private{ESC}\\",
    "sos": f"{ESC}Xstring{ESC}\\",
    "c1 csi": f"{C1['CSI']}31m",
    "c1 osc": f"{C1['OSC']}0;owned{C1['ST']}",
    "c1 dcs": f"{C1['DCS']}q{C1['ST']}",
    "c1 apc pm sos": f"{C1['APC']}a{C1['ST']}{C1['PM']}b{C1['ST']}{C1['SOS']}c{C1['ST']}",
    "unterminated osc": f"{ESC}]52;c;cm0gLXJmIH4=",
    "unterminated dcs": f"{ESC}Pq",
    "unterminated csi": f"{ESC}[38;5",
    "nested": f"{ESC}{ESC}[0m[38;5;201m {ESC}]5{ESC}[0m2;c;AAAA\x07",
    "nested c1": f"{ESC}{C1['CSI']}0m]0;owned\x07",
    "esc alone": f"{ESC}",
    "esc c reset": f"{ESC}c",
    "charset": f"{ESC}(0lqk{ESC}(B",
    "bel": "a\x07b",
    "bs": "abc\x08\x08\x08xyz",
    "cr": "safe\roverwritten",
    "nul": "a\x00b",
    "del": "a\x7fb",
    "vt ff": "a\x0bb\x0cc",
    "so si": "a\x0eb\x0fc",
    "nel": "a\x85b",
    "line separators": "a\u2028b\u2029c",
    "newlines and tabs": "a\nb\tc\r\nd",
    "bidi overrides": "\u202eevil\u202c \u202da\u202ab\u202bc",
    "bidi isolates": "\u2066a\u2067b\u2068c\u2069 \u200e\u200f",
    "alm": "a\u061cb",
    "zero width": "pay\u200bpal\u2060\ufeff",
    "tag characters": "a" + "".join(chr(0xE0000 + ord(c)) for c in "run rm") + "\U000e007f",
    "variation selectors": "❤\ufe0f \u2714\ufe0e x\U000e0101",
    "zalgo": "Z" + "\u0300\u0316\u0489\u036f" * 40,
    "lone surrogates": "a\ud83dz\udc00",
    "markup action": "[@click=app.quit]x[/]",
    "markup close": "[/] [/b] [/bold red]",
    "markup open": "[bold [red",
    "markup link": "[link=https://evil.example.com]x[/link]",
    "markdown link": "[x](https://evil.example.com) ![y](javascript:z)",
    "placeholders": "{{customer.name}} {0} %s %(x)s $name ${x}",
    "very long word": "W" * 20_000,
    "wide word": "漢字" * 5_000,
    "skin tones": "👍🏽 👩‍👩‍👧‍👦 🇩🇪",
}

ENDLESS = {
    "a million characters": "ab " * 333_334,
    "a million in a word": "A" * 1_000_000,
    "a million wide ones": "漢" * 1_000_000,
    "a million escapes": f"{ESC}[0m" * 250_000,
}


def wrapped(payload: str) -> str:
    """Put a payload between words, as a text would hold it."""
    return f"Hi {payload} there https://shop.example.com/o"
