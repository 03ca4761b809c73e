"""The one way to compile a function: free of Python's lock, and kept on disk between starts."""

from collections.abc import Callable
from typing import TypeVar, cast

from numba import njit

Function = TypeVar("Function", bound=Callable[..., object])


def compiled(function: Function) -> Function:
    """Compile a function to machine code with its own types kept for the checker."""
    return cast(Function, njit(nogil=True, cache=True)(function))
