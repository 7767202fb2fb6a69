package dev.headgate.store.responses;

/// An answer and what it was an answer to.
///
/// @param previous the answer that it continues, empty if it begins a conversation
/// @param input JSON of what was asked, what came before left out
/// @param answer JSON of the answer
public record StoredResponse(String id, String previous, byte[] input, byte[] answer) {}
