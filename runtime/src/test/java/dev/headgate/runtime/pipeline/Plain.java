package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.dialects.RelayBody;
import dev.headgate.kernel.dialects.RequestFacts;
import dev.headgate.kernel.dialects.ScannedRequest;
import dev.headgate.kernel.dialects.Wording;
import java.util.List;
import java.util.Optional;

/// A request of which nothing is read.
record Plain(String model, byte[] bytes, boolean stream) implements ScannedRequest {
  @Override
  public Optional<String> user() {
    return Optional.empty();
  }

  @Override
  public RequestFacts facts() {
    var output = new RequestFacts.Output(RequestFacts.Output.NO_LIMIT, 1, stream);
    return new RequestFacts(bytes.length, 1, 0, 0, 0, output);
  }

  @Override
  public boolean isPlain() {
    return true;
  }

  @Override
  public Optional<String> kept() {
    return Optional.empty();
  }

  @Override
  public RelayBody toBody(String providerModel, int maxTokens, Wording wording) {
    return new RelayBody(bytes, List.of());
  }
}
