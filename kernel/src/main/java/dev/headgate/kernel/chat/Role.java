package dev.headgate.kernel.chat;

/// Who speaks.
public enum Role {
  SYSTEM,
  USER,
  ASSISTANT
}
