package dev.headgate.runtime.traces;

/// A model that a call went to.
///
/// @param requested as the caller or the declaration names it
/// @param model the provider's own name of it
/// @param provider in `headgate.yaml`
/// @param system what OpenTelemetry calls the provider (`gen_ai.provider.name`)
public record AskedModel(String requested, String model, String provider, String system) {
  public static final AskedModel NONE = new AskedModel("", "", "", "");
}
