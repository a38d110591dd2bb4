"""Many people at once in the web app, one request in four of which writes: `python webapp_load.py http://127.0.0.1:8000`.

Start the app with `--places-an-hour 100000`, or most of them are told to wait.
"""

import argparse
import http.client
import re
import threading
import time
import urllib.parse

PAGES = ("", "together", "next", "sharing")


def somebody(host: str, until: float, took: list[float], wrong: list[int]) -> None:
    """Begin, and look at pages and send forms until the time is over."""
    connection = http.client.HTTPConnection(host, timeout=30)

    def ask(method: str, address: str, body: str = "") -> http.client.HTTPResponse:
        begun = time.perf_counter()
        connection.request(method, address, body, {"Content-Type": "application/x-www-form-urlencoded"})
        answer = connection.getresponse()
        answer.read()
        took.append(time.perf_counter() - begun)
        if answer.status >= 400:
            wrong.append(answer.status)
        return answer

    link = re.sub("key$", "", ask("POST", "/en/").getheader("location") or "")
    turn = 0
    while link and time.monotonic() < until:
        turn += 1
        if turn % 4:
            ask("GET", link + PAGES[turn // 4 % len(PAGES)])
        else:
            ask("POST", link + "sharing", f"pillar={'time' if turn % 8 else 'support'}")


def main() -> None:
    """Print how many requests were answered, how fast, and how many went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address")
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--seconds", type=float, default=20)
    options = parser.parse_args()
    took: list[float] = []
    wrong: list[int] = []
    host, until = urllib.parse.urlsplit(options.address).netloc, time.monotonic() + options.seconds
    threads = [threading.Thread(target=somebody, args=(host, until, took, wrong)) for _ in range(options.connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took.sort()
    half, most = took[len(took) // 2], took[len(took) * 99 // 100]
    print(f"{len(took) / options.seconds:.0f} requests a second, half within {1000 * half:.0f} ms,")
    print(f"99 of 100 within {1000 * most:.0f} ms, {len(wrong)} of {len(took)} with a status of an error")


if __name__ == "__main__":
    main()
