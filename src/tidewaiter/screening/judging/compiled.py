"""The one way to compile a function: free of Python's lock, and kept on disk between starts."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit, types
from numba.extending import intrinsic
from numba.np.numpy_support import carray

Function = TypeVar("Function", bound=Callable[..., object])


def compiled(function: Function) -> Function:
    """Compile a function to machine code with its own types kept for the checker."""
    return cast(Function, njit(nogil=True, cache=True)(function))


def _typed_pointer(context: Any, address: Any) -> Any:
    def written(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        return builder.inttoptr(given[0], context.get_value_type(types.voidptr))

    return types.voidptr(address), written


_pointer = cast(Any, intrinsic(_typed_pointer))


@compiled
def borrowed(array: Any) -> Any:
    """Give, inside of a compiled function, the same array without counting who holds it.

    Counting takes two atomic steps at each call that an array is handed on to, which is more than a short function
    costs. Whoever borrows must hold the array itself until the end.
    """
    return carray(_pointer(array.ctypes.data), array.shape, array.dtype)


def _counted(context: Any, value: Any) -> Any:
    def written(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        return builder.ctpop(given[0])

    return types.uint64(types.uint64), written


# How many bits of a number are set, in one step of the processor; only for use inside of a compiled function.
bits_in = cast(Any, intrinsic(_counted))
