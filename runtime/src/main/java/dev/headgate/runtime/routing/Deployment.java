package dev.headgate.runtime.routing;

/// What stands behind a model's name.
public sealed interface Deployment {
  /// The model's name where it runs.
  String model();

  /// Reached over the network.
  record Remote(Provider provider, String model, Terms terms) implements Deployment {
    public Remote(Provider provider, String model) {
      this(provider, model, Terms.NONE);
    }

    /// `provider/model`, under which its health is kept.
    public String name() {
      return provider.name() + "/" + model;
    }
  }

  /// Runs in this process.
  record Embedded(String model) implements Deployment {}

  /// What its declaration says of a deployment besides where it is.
  ///
  /// @param weight how often it is chosen, against those of the others
  /// @param region where it computes, empty if undeclared
  /// @param contextWindow tokens it reads and writes together, 0 if undeclared
  /// @param prefill whether it goes on with an assistant's message that ends the conversation
  record Terms(double weight, String region, int contextWindow, boolean prefill) {
    public static final Terms NONE = new Terms(1, "", 0, false);
  }
}
