package dev.headgate.store.database;

import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogCreator;

/// Sends what Flyway has to say to the system's log. It is named to Flyway, which makes it itself.
public final class FlywayLogs implements LogCreator {
  @Override
  public Log createLogger(Class<?> source) {
    return new SystemLog(System.getLogger(source.getName()));
  }

  /// What is news to Flyway is a detail here.
  private record SystemLog(System.Logger log) implements Log {
    @Override
    public void debug(String message) {
      log.log(System.Logger.Level.TRACE, message);
    }

    @Override
    public void info(String message) {
      log.log(System.Logger.Level.DEBUG, message);
    }

    @Override
    public void warn(String message) {
      log.log(System.Logger.Level.WARNING, message);
    }

    @Override
    public void error(String message) {
      log.log(System.Logger.Level.ERROR, message);
    }

    @Override
    public void error(String message, Exception cause) {
      log.log(System.Logger.Level.ERROR, message, cause);
    }

    @Override
    public void notice(String message) {
      log.log(System.Logger.Level.DEBUG, message);
    }
  }
}
