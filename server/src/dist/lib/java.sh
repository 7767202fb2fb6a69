# Sourced by bin/headgate and by ./run: finds the JDK and says how Headgate wants its JVM. POSIX sh.

# Flags of every JVM that runs Headgate; the one place to change them. Parallel GC and compact headers cost the least
# processor time per call; the natives are those of SQLite, ONNX Runtime and zstd. What the JVM itself has to say goes to standard
# error, since standard output may be JSON; of its start-up cache only errors, since it does without what does not fit.
#
# Sockets are watched by threads of the system: where virtual threads do it, what they wake goes before everything that others wake,
# such as deadlines and commits, which then wait for as long as there is more to do than processors.
jvm_flags="-Djdk.pollerMode=1 -XX:+UseParallelGC -XX:+UseCompactObjectHeaders --enable-native-access=ALL-UNNAMED -Xlog:disable -Xlog:all=warning:stderr -Xlog:aot*=error:stderr"

# Prints all flags for a command. A server takes its whole heap at once, so that it never fails for want of it later.
jvm_flags_for() {
  heap=${HEADGATE_HEAP:-512m}
  case $1 in
    serve | demo) echo "$jvm_flags -Xms$heap -Xmx$heap" ;;
    *) echo "$jvm_flags -Xmx$heap" ;;
  esac
}

# Hands over the class path in the environment, so that it stays out of the command line: ONNX Runtime 1.29 matches the command
# line of its process against a recursive regular expression, and a long one overflows the stack.
use_class_path() {
  CLASSPATH=$1
  export CLASSPATH
}

# True if directory $1 is a JDK 25 that has program $2. Reads its `release` file; starts no JVM.
is_jdk_25() {
  [ -x "$1/bin/$2" ] && [ -r "$1/release" ] || return 1
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in
      'JAVA_VERSION="25"'* | 'JAVA_VERSION="25.'*) return 0 ;;
    esac
  done <"$1/release"
  return 1
}

# Sets and exports JAVA_HOME, or says what to install and returns 1. $1 is the program that is needed: java or javac.
find_jdk() {
  if [ -n "${JAVA_HOME:-}" ] && is_jdk_25 "$JAVA_HOME" "$1"; then
    export JAVA_HOME
    return 0
  fi
  on_path=$(command -v java || true)
  if [ -n "$on_path" ]; then
    on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
  fi
  for candidate in "$on_path" \
    /usr/lib/jvm/* /usr/java/* /opt/* /opt/java/* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.local/share/mise/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    if is_jdk_25 "$candidate" "$1"; then
      JAVA_HOME=$candidate
      export JAVA_HOME
      return 0
    fi
  done
  echo "Headgate needs a JDK 25, and none was found: install one (for example Eclipse Temurin 25) or set JAVA_HOME to it." >&2
  return 1
}
