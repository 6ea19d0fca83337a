"""Who listens hears what changed; reports can be joined without losing any."""

from hypothesis import given
from hypothesis import strategies as st

from console.domain.models import Ref
from console.events import Changed, Events

refs = st.frozensets(st.builds(Ref, st.just("desk"), st.sampled_from("abc")))
reports = st.builds(Changed, refs, st.booleans(), st.booleans(), st.booleans())


@given(st.lists(reports, max_size=4))
def test_joined(made):
    """What any of the reports says, the joined one says; and nothing else."""
    joined = Changed()
    for each in made:
        joined |= each
    assert joined.refs == frozenset(ref for each in made for ref in each.refs)
    for name in ("outbox", "connections", "everything"):
        assert getattr(joined, name) is any(getattr(each, name) for each in made)


def test_heard():
    """Everyone who listens hears it, in order, until they stop."""
    events, heard = Events(), []
    stop = events.listen(lambda changed: heard.append(("first", changed)))
    events.listen(lambda changed: heard.append(("second", changed)))
    report = Changed(outbox=True)
    events.tell(report)
    stop()
    events.tell(report)
    assert heard == [("first", report), ("second", report), ("second", report)]


def test_stopping_while_it_is_told():
    """Who stops while a report goes round keeps it from nobody else."""
    events, heard = Events(), []
    stop = events.listen(lambda _: stop())
    events.listen(heard.append)
    events.tell(Changed())
    assert heard == [Changed()]
