"""The system's act of telling: outbox rows become desk notices, and each notice one e-mail."""

from collections.abc import Callable

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Deed, act
from tidewaiter.actions.assistance.shapes import Mail
from tidewaiter.records import outbox, people, registry

_AT_ONCE = 200


@act(Verb.DELIVER_NOTICES)
def deliver_notices(deed: Deed, *, send: Callable[[Mail], bool]) -> int:
    """Tells addressees what concerns them, once each; a mail that could not be sent is tried again next time."""
    deed.require(Facts(Kind.NOTICE, owner=deed.caller.administration))
    made = outbox.deliver(deed.at, _AT_ONCE)
    contacts = registry.contact_points_on(deed.day)
    languages = {known.code: known.language for known in people.administrations()}
    sent = 0
    for notice in outbox.unmailed(_AT_ONCE):
        contact = contacts.get(notice.administration)
        if contact is not None:
            mail = Mail(
                to=contact.email,
                administration=notice.administration,
                language=languages.get(notice.administration, "en"),
                event=notice.event,
                subject=notice.subject,
                params=notice.params,
            )
            if not send(mail):
                continue
            sent += 1
        outbox.mailed(notice, deed.at)
    deed.tell(notices=len(made), mails=sent)
    return len(made)
