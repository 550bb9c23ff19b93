"""What Schemathesis would get wrong about this server's requests."""

import uuid

import schemathesis

KEY = "X-Idempotency-Key"


@schemathesis.hook
def before_call(context, case, kwargs):
    """A key is the name of one request, and Schemathesis gives the same one to many."""
    headers = case.headers or {}
    try:
        uuid.UUID(headers.get(KEY, ""))
    except (AttributeError, TypeError, ValueError):
        return
    headers[KEY] = str(uuid.uuid4())
