/// SQL with one durable writer: units of work of many callers share a transaction, each under a
/// savepoint of its own. SQL text is a constant of the program. Never leaks a connection; called by
/// the rooms of store and, later, by the `Sql*` classes of runtime.
@NullMarked
package dev.headgate.store.database;

import org.jspecify.annotations.NullMarked;
