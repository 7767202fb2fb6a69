package dev.headgate.kernel.dialects;

/// Takes bytes that belong together.
@FunctionalInterface
public interface ByteSink {
  void write(byte[] bytes, int from, int length);
}
