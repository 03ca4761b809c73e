"""The envelope of an EDIFACT interchange: its messages, whether their trailers hold, what stands outside of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from tidewaiter.screening.lists.edifact import Segment
from tidewaiter.screening.lists.submitted import RefusedLine


@dataclass(slots=True)
class Message:
    """A message as far as its header says it."""

    type: str
    release: str
    reference: str
    header: Segment


@dataclass(slots=True)
class Envelope:
    """Follows the service segments of one interchange; `faults` gathers what is wrong with it."""

    prepared: str = ""
    message: Message | None = None
    faults: list[RefusedLine] = field(default_factory=list)
    _interchange: str = ""
    _group: str = ""
    _counted: int = 0
    _messages: int = 0
    _in_group: int = 0
    _groups: int = 0
    _open: bool = False
    _group_open: bool = False
    _last: int = 0

    def follow(self, segments: Iterator[Segment]) -> Iterator[Segment]:
        """Each segment of the messages, with UNH and UNT; the other service segments are checked and kept back."""
        for segment in segments:
            self._last = segment.number
            self._counted += 1
            if segment.tag in _SERVICE:
                _SERVICE[segment.tag](self, segment)
                if segment.tag not in ("UNH", "UNT"):
                    continue
            elif self.message is None:
                self._fault(segment, "outside_message", tag=segment.tag, segment=str(segment.number))
                continue
            yield segment
        if self._open:
            self.faults.append(RefusedLine(self._last, "cut_off", {"expected": "UNZ", "segment": str(self._last)}))

    def _interchange_header(self, segment: Segment) -> None:
        self._open, self._messages, self._groups = True, 0, 0
        self._interchange, self.prepared = segment.text(4), segment.text(3)

    def _interchange_trailer(self, segment: Segment) -> None:
        self._unclosed(segment)
        counted = self._groups or self._messages
        self._held(segment, counted, self._interchange)
        self._open = False

    def _group_header(self, segment: Segment) -> None:
        self._group_open, self._group, self._in_group = True, segment.text(4), 0
        self._groups += 1

    def _group_trailer(self, segment: Segment) -> None:
        self._unclosed(segment)
        self._held(segment, self._in_group, self._group)
        self._group_open = False

    def _message_header(self, segment: Segment) -> None:
        self._unclosed(segment)
        release = f"{segment.text(1, 1)}.{segment.text(1, 2)}"
        self.message = Message(segment.text(1), release, segment.text(0), segment)
        self._counted = 1
        self._messages += 1
        self._in_group += 1

    def _message_trailer(self, segment: Segment) -> None:
        if self.message is None:
            self._fault(segment, "outside_message", tag="UNT", segment=str(segment.number))
            return
        self._held(segment, self._counted, self.message.reference)
        self.message = None

    def _unclosed(self, segment: Segment) -> None:
        if self.message is not None:
            self._fault(segment, "cut_off", expected="UNT", segment=str(segment.number))
            self.message = None

    def _held(self, segment: Segment, counted: int, reference: str) -> None:
        """The trailer says how many it closes, and repeats the reference of its header."""
        said, repeated = segment.text(0), segment.text(1)
        if said.lstrip("0") != str(counted):
            self._fault(segment, "wrong_count", tag=segment.tag, said=said[:20], counted=str(counted))
        if repeated != reference:
            self._fault(segment, "wrong_reference", tag=segment.tag, said=repeated[:40], expected=reference[:40])

    def _fault(self, at: Segment, reason: str, /, **params: str) -> None:
        self.faults.append(RefusedLine(at.number, reason, params))


_SERVICE = {
    "UNB": Envelope._interchange_header,
    "UNZ": Envelope._interchange_trailer,
    "UNG": Envelope._group_header,
    "UNE": Envelope._group_trailer,
    "UNH": Envelope._message_header,
    "UNT": Envelope._message_trailer,
}
