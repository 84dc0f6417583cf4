"""Loading the program, once in each process."""

import gc


def load() -> None:
    """`django.setup()`, without looking for circular garbage meanwhile: nothing of what is loaded goes again, and the
    looking takes a fifth of the time."""
    import django

    gc.disable()
    try:
        django.setup()
    finally:
        gc.enable()
