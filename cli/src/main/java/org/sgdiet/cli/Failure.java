// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.sgdiet.analyzer.syntax.NativeLibraryException;
import org.sgdiet.cli.config.SettingDefaults;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// How a command that could not do its work says so: one line on stderr and an exit code.
final class Failure {
  private Failure() {}

  static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, stream.charset());
  }

  /// Arguments that make no sense: what is wrong, what was perhaps meant, where the help is.
  static int usage(ParameterException e, PrintStream err) {
    CommandLine command = e.getCommandLine();
    err.println(
        "sgdiet: %s%s%s; see '%s --help'"
            .formatted(wrong(e), set(e), suggestion(e), command.getCommandSpec().qualifiedName()));
    return ExitCode.USAGE.code();
  }

  private static String wrong(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
      String what =
          e.getCommandLine().getParent() == null ? "unknown command" : "unexpected argument";
      return "%s '%s'".formatted(what, unmatched.getUnmatched().getFirst());
    }
    return firstLine(String.valueOf(e.getMessage()));
  }

  /// Where a wrong value was set that stands not on the command line.
  private static String set(ParameterException e) {
    return e.getArgSpec() instanceof OptionSpec option
            && e.getCommandLine().getDefaultValueProvider() instanceof SettingDefaults defaults
        ? defaults.origin(option, String.valueOf(e.getValue())).map(o -> " (" + o + ")").orElse("")
        : "";
  }

  private static String suggestion(ParameterException e) {
    if (!(e instanceof UnmatchedArgumentException unmatched)) {
      return "";
    }
    List<String> close = unmatched.getSuggestions();
    return close.isEmpty()
        ? ""
        : close.stream()
            .limit(3)
            .map(name -> "'" + name + "'")
            .collect(Collectors.joining(" or ", ", did you mean ", "?"));
  }

  /// What a command threw: input or a machine that does not permit the work in one line, anything
  /// else as a fault of sgdiet.
  static int of(Throwable e, boolean debug, PrintStream err) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof BadInputException || cause instanceof NativeLibraryException) {
        err.println("sgdiet: " + cause.getMessage());
        return ExitCode.USAGE.code();
      }
    }
    return internal(e, debug, err);
  }

  private static int internal(Throwable e, boolean debug, PrintStream err) {
    err.println(
        "sgdiet: internal error: %s%s; please report this line and the command%s"
            .formatted(
                describe(e), place(e), debug ? "" : ", with the stack trace that --debug adds"));
    if (e instanceof OutOfMemoryError) {
      err.println("sgdiet: help: give the JVM more memory with SGDIET_JAVA_OPTS=-Xmx4g");
    }
    if (debug) {
      e.printStackTrace(err);
    }
    return ExitCode.INTERNAL.code();
  }

  private static String describe(Throwable e) {
    String name = e.getClass().getSimpleName();
    String message = e.getMessage();
    return message == null || message.isBlank() ? name : name + ": " + firstLine(message);
  }

  private static String place(Throwable e) {
    for (StackTraceElement frame : e.getStackTrace()) {
      if (frame.getClassName().startsWith("org.sgdiet.")) {
        return " (%s:%d)".formatted(frame.getFileName(), frame.getLineNumber());
      }
    }
    return "";
  }

  private static String firstLine(String message) {
    String line = message.lines().findFirst().orElse("");
    return line.isEmpty()
        ? line
        : line.substring(0, 1).toLowerCase(Locale.ROOT) + line.substring(1);
  }
}
