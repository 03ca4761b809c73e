"""How an act of the national unit refuses: every fault at once."""

from tidewaiter.actions.act import Fault, Invalid


def refuse(*found: Fault | None) -> None:
    """Ends the act where there is any fault; Invalid lists them all."""
    faults = tuple(fault for fault in found if fault is not None)
    if faults:
        raise Invalid(faults)
