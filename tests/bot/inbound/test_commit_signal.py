"""What other threads have done is waited for on the event loop, and what is done together wakes it once."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from bot.inbound.commit_signal import Landing


def test_results_and_exceptions_come_to_those_who_wait():
    async def all_of_them():
        landing, works = Landing(), [Future() for _ in range(500)]
        waiting = [asyncio.create_task(landing.wait(work)) for work in works]
        await asyncio.sleep(0)
        with ThreadPoolExecutor(4) as threads:
            for n, work in enumerate(works):
                threads.submit(work.set_exception, ValueError(n)) if n % 7 == 0 else threads.submit(work.set_result, n)
            return await asyncio.wait_for(asyncio.gather(*waiting, return_exceptions=True), 10)

    found = asyncio.run(all_of_them())
    assert [n if n % 7 else repr(ValueError(n)) for n in range(500)] == [
        one if isinstance(one, int) else repr(one) for one in found
    ]


def test_what_is_done_already_is_not_waited_for_in_vain():
    async def one():
        work: Future[int] = Future()
        work.set_result(1)
        return await asyncio.wait_for(Landing().wait(work), 10)

    assert asyncio.run(one()) == 1


def test_what_is_done_together_wakes_the_loop_once():
    async def woken() -> int:
        landing, works, loop, count = Landing(), [Future() for _ in range(100)], asyncio.get_running_loop(), 0
        real = loop.call_soon_threadsafe

        def counted(*given):
            nonlocal count
            count += 1
            return real(*given)

        waiting = [asyncio.create_task(landing.wait(work)) for work in works]
        await asyncio.sleep(0)
        loop.call_soon_threadsafe = counted
        for work in works:
            work.set_result(None)
        await asyncio.gather(*waiting)
        return count

    assert asyncio.run(woken()) == 1


def test_who_gives_up_waiting_takes_back_what_has_not_begun():
    async def given_up() -> tuple[bool, bool]:
        landing, idle, begun = Landing(), Future(), Future()
        begun.set_running_or_notify_cancel()
        waiting = [asyncio.create_task(landing.wait(work)) for work in (idle, begun)]
        await asyncio.sleep(0)
        for task in waiting:
            task.cancel()
        for task in waiting:
            with pytest.raises(asyncio.CancelledError):
                await task
        begun.set_result("done all the same")
        await asyncio.sleep(0)
        return idle.cancelled(), begun.done()

    assert asyncio.run(given_up()) == (True, True)


def test_a_loop_that_has_ended_is_left_alone():
    landing, late = Landing(), Future()

    async def leave():
        asyncio.create_task(landing.wait(late)).add_done_callback(lambda task: task.cancelled())
        await asyncio.sleep(0)

    late.set_running_or_notify_cancel()
    asyncio.run(leave())
    late.set_result(None)
    assert late.done()
