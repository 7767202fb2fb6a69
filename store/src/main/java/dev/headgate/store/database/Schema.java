package dev.headgate.store.database;

/// The two files and the newest version of their tables.
enum Schema {
  CORE("core", 5),
  TRACE("trace", 1);

  private final String folder;
  private final int newest;

  Schema(String folder, int newest) {
    this.folder = folder;
    this.newest = newest;
  }

  /// Where the migrations lie, below `schema/`.
  String folder() {
    return folder;
  }

  /// The version of the last migration in the folder.
  int newest() {
    return newest;
  }
}
