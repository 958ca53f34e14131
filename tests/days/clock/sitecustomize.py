"""Python imports this at its start in a process whose clock is set: libfaketime 0.9.10 breaks `time.sleep` where the
monotonic clock is left alone, as a process that waits for its threads needs it."""

import select
import time


def sleep(seconds: float) -> None:
    select.select((), (), (), seconds)


time.sleep = sleep
