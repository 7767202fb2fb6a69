package dev.headgate.server.admin;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.retrieval.ingest.IngestListener;
import dev.headgate.server.http.EventStream;

/// Tells a caller how an ingest goes, for as long as it listens.
final class IngestWatch implements IngestListener {
  private final EventStream events;
  private boolean gone;

  IngestWatch(EventStream events) {
    this.events = events;
  }

  @Override
  public void progress(Progress progress) {
    send("progress", AdminRoutes.object(out -> AdminJson.progress(out, progress)));
  }

  // An ingest goes on when its caller leaves: half a collection would help nobody.
  void send(String name, byte[] data) {
    if (gone) {
      return;
    }
    try {
      events.send(name, data);
    } catch (CallFailed e) {
      if (e.code() != ErrorCode.CALL_CANCELLED) {
        throw e;
      }
      gone = true;
    }
  }
}
