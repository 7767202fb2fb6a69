package dev.headgate.testkit.providers;

/// Decides what a scripted provider does with a request.
@FunctionalInterface
public interface Script {
  Reply reply(ReceivedRequest request);
}
