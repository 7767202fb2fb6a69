package dev.headgate.server.anthropic;

import dev.headgate.kernel.dialects.RelayBody;
import dev.headgate.kernel.dialects.RequestFacts;
import dev.headgate.kernel.dialects.ScannedRequest;
import dev.headgate.kernel.dialects.Wording;
import java.util.Map;
import java.util.Optional;

/// A request whose headers say something too.
record WithHeaders(ScannedRequest scan, Map<String, String> headers) implements ScannedRequest {
  WithHeaders {
    headers = Map.copyOf(headers);
  }

  @Override
  public String model() {
    return scan.model();
  }

  @Override
  public boolean stream() {
    return scan.stream();
  }

  @Override
  public Optional<String> user() {
    return scan.user();
  }

  @Override
  public RequestFacts facts() {
    return scan.facts();
  }

  @Override
  public boolean isPlain() {
    return scan.isPlain();
  }

  @Override
  public Optional<String> kept() {
    return scan.kept();
  }

  @Override
  public RelayBody toBody(String providerModel, int maxTokens, Wording wording) {
    var body = scan.toBody(providerModel, maxTokens, wording);
    return new RelayBody(body.bytes(), body.edits(), body.path(), headers);
  }
}
