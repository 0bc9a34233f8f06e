"""Keeps osc loaded and sends one request for each line of standard input: obs-publish's way to OBS.

osc is used as a library (osc.conf.get_config, osc.core.http_request), so its credentials managers, certificates,
proxies and cookies work as on the command line. A request is a JSON object on one line:

    {"id": 1, "method": "GET", "path": "/about", "text": null, "file": null, "into": null}

The answer is another, in the order in which requests end:

    {"id": 1, "status": 200, "headers": {...}, "body": "..."}     whatever the status is; a good answer's body goes
                                                                  to the file `into`, when there is one
    {"id": 1, "error": "IncompleteRead: ..."}                      nothing, or not all of it, came

The first line that is written tells how the start went: {"ready": true, "version", "user", "apiurl", "parallel"} or
{"ready": false, "kind", "error"}.
"""
import json
import os
import queue
import sys
import threading

# osc asks questions on standard input and prints on standard output; neither may meet the requests.
requests = os.fdopen(os.dup(0), "r", encoding="utf-8")
answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
os.dup2(2, 1)

writing = threading.Lock()


def write(answer):
    with writing:
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


def start(apiurl):
    """Reads osc's config. Returns the module that sends requests, and what the first line says."""
    import osc.conf
    import osc.core

    osc.conf.get_config(**({"override_apiurl": apiurl} if apiurl else {}))
    config = osc.conf.config
    apiurl = config["apiurl"]
    version = osc.core.__version__ if hasattr(osc.core, "__version__") else osc.__version__
    modern = not version.startswith("0.")
    if modern:
        # osc 1.x repeats also what changes something; only who asked knows whether that is safe.
        config["http_retries"] = 0
    options = config["api_host_options"][apiurl]
    user = options["user"]
    if not user:
        raise LookupError("No user configured for apiurl " + apiurl)
    if not modern:
        # Without it a front end answers a refusal by a redirection to its start page; 1.x says so itself.
        options["http_headers"] = list(options["http_headers"]) + [("Accept", "application/xml")]
    # 0.169 shares one opener among all requests.
    return osc.core, {"ready": True, "version": version, "user": user, "apiurl": apiurl, "parallel": 4 if modern else 1}


def describe(error):
    reason = getattr(error, "reason", None) or error
    return "%s: %s" % (type(error).__name__, reason)


def store(response, path):
    """Writes what comes to a file, never all of it in memory; returns the number of bytes."""
    size = 0
    with open(path, "wb") as file:
        while True:
            part = response.read(1 << 20)
            if not part:
                return size
            file.write(part)
            size += len(part)


def send(core, apiurl, request):
    url = apiurl.rstrip("/") + request["path"]
    text = request.get("text")
    try:
        response = core.http_request(
            request["method"], url, data=text.encode("utf-8") if text else None, file=request.get("file")
        )
    except Exception as error:
        # HTTPError of 0.169 and 1.x is an answer like any other.
        if not hasattr(error, "code") or not hasattr(error, "read"):
            if "too many redirects" in str(error):
                return {"status": 302, "headers": {}, "body": ""}
            return {"error": describe(error)}
        response = error
    try:
        status = getattr(response, "status", None) or response.code
        headers = {name.lower(): value for name, value in response.headers.items()}
        into = request.get("into") if status == 200 else None
        body = response.read() if into is None else b""
        size = len(body) if into is None else store(response, into)
    except Exception as error:
        return {"error": describe(error)}
    finally:
        if hasattr(response, "release_conn"):
            response.release_conn()
    expected = headers.get("content-length")
    if expected is not None and "content-encoding" not in headers and int(expected) > size:
        return {"error": "IncompleteRead: %d bytes of %s came" % (size, expected)}
    return {"status": status, "headers": headers, "body": body.decode("utf-8", "replace")}


def main():
    try:
        core, greeting = start(sys.argv[1] if len(sys.argv) > 1 else None)
    except BaseException as error:
        write({"ready": False, "kind": type(error).__name__, "error": str(getattr(error, "msg", "") or error) or repr(error)})
        return
    write(greeting)
    lines = queue.Queue()

    def work():
        while True:
            request = json.loads(lines.get())
            write(dict(send(core, greeting["apiurl"], request), id=request["id"]))

    for _ in range(greeting["parallel"]):
        threading.Thread(target=work, daemon=True).start()
    for line in requests:
        lines.put(line)
    # Whoever asked is gone. osc 1.x locks its cookies until its first answer: waiting for one that never comes would have the
    # osc of the next run wait as well, before it asks anything.
    os._exit(0)


main()
