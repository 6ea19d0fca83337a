"""A draft is kept for each conversation and audience, and none overwrites another."""

from console.domain.models import Attachment, Ref, Visibility
from console.store import drafts
from console.store.drafts import Draft
from tests.domain.made import NOW, at

HERE = Ref("desk", "c1")
FILE = Attachment("", "x.bin", "a/b", 2, b"\x00\xff")


def draft(text, visibility=Visibility.PUBLIC, **fields):
    """Make a draft."""
    return Draft(HERE, visibility, text, fields.pop("at", NOW), **fields)


async def put(store, *made):
    """Keep drafts."""
    async with store.writing() as db:
        for each in made:
            await drafts.put(db, each)


async def get(store, visibility=Visibility.PUBLIC):
    """Read a draft."""
    return await drafts.get(store.reader, HERE, visibility)


async def test_everything_is_kept(store):
    """A draft is read back as it was, the bytes of its files included."""
    made = draft("Dear Ada,\n", attachments=(FILE,), seen_message="m1")
    await put(store, made)
    assert await get(store) == made


async def test_audiences_are_apart(store):
    """What is for colleagues never stands in what is for the customer."""
    await put(store, draft("public"), draft("secret", Visibility.INTERNAL))
    public, internal = await get(store), await get(store, Visibility.INTERNAL)
    assert public is not None
    assert internal is not None
    assert (public.text, internal.text) == ("public", "secret")


async def test_typed_on(store):
    """The newest text replaces the older one; an empty one removes it."""
    await put(store, draft("a"), draft("ab"))
    found = await get(store)
    assert found is not None
    assert found.text == "ab"
    await put(store, draft(" \n"))
    assert await get(store) is None


async def test_a_file_alone(store):
    """A draft with a file and no text is one."""
    await put(store, draft("", attachments=(FILE,)))
    assert await get(store) is not None


async def test_given_back(store):
    """A message that was taken back stands above what was begun since: neither is lost."""
    async with store.writing() as db:
        await drafts.put(db, draft("begun since", attachments=(FILE,)))
        await drafts.give_back(db, draft("taken back", seen_message="m1"))
    found = await get(store)
    assert found is not None
    assert found.text == "taken back\n\nbegun since"
    assert (found.attachments, found.seen_message) == ((FILE,), "m1")


async def test_given_back_once(store):
    """The same text does not come to stand twice."""
    async with store.writing() as db:
        await drafts.put(db, draft("same"))
        await drafts.give_back(db, draft("same"))
    found = await get(store)
    assert found is not None
    assert found.text == "same"


async def test_every(store):
    """All drafts are listed, the newest first."""
    await put(store, draft("old"), draft("new", Visibility.INTERNAL, at=at(minutes=1)))
    assert [each.text for each in await drafts.every(store.reader)] == ["new", "old"]
