package dev.headgate.kernel.chat;

/// Who speaks.
public enum Role {
  SYSTEM,
  /// OpenAI's newer word for those who give instructions.
  DEVELOPER,
  USER,
  ASSISTANT,
  /// What a tool gave back.
  TOOL
}
