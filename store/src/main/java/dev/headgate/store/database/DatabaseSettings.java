package dev.headgate.store.database;

import java.nio.file.Path;

/// How a file is opened.
///
/// @param durable whether COMMIT waits for the disk (`synchronous=FULL`); otherwise a power cut may
///   cost the last transactions, a crash of the process none
/// @param pageBytes of a new file
/// @param walBytes size to which the write-ahead log is made at once and at which it is written
///   back; a commit into a log that still grows takes several times as long
/// @param maxPages bound on the size of the file, for tests of a full disk; 0 for none
record DatabaseSettings(
    Path file, Schema schema, boolean durable, int pageBytes, int walBytes, int maxPages) {}
