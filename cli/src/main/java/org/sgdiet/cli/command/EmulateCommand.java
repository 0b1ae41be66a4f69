// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.sgdiet.cli.BadInputException;
import org.sgdiet.cli.ExitCode;
import org.sgdiet.cli.report.Json;
import org.sgdiet.cli.terminal.Terminal;
import org.sgdiet.runtime.api.Profile;
import org.sgdiet.runtime.api.Profiles;
import org.sgdiet.runtime.cases.CaseReader;
import org.sgdiet.runtime.cases.CaseRunner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;

/// Runs recorded mapping cases on the emulator.
@Command(
    name = "emulate",
    description = "Runs mapping cases on the emulator; prints one JSON object for each.",
    footer = {
      "",
      "Example: sgdiet emulate cases.jsonl --profile iommu",
      "A case: {\"id\":0,\"max_seg\":65536,\"dir\":1,\"el\":[[0,512,0,4096],[0,514,0,100]]}",
      "el is the list: [pool, page in the pool, offset, length] for each entry."
    })
public final class EmulateCommand implements Callable<Integer> {
  private static final int BATCH = 1024;

  private final Terminal terminal;

  @Parameters(
      paramLabel = "CASES.jsonl",
      description = "One case a line, may end in .gz; - is stdin.")
  private Path cases;

  @Option(
      names = "--profile",
      paramLabel = "P",
      defaultValue = "direct",
      description = "Mapping path and machine, ${DEFAULT-VALUE} by default.")
  private String profile;

  /// A command on this terminal.
  public EmulateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  private sealed interface Answer {
    record Result(String json) implements Answer {}

    record Malformed(String why) implements Answer {}
  }

  @Override
  public Integer call() throws IOException {
    Profile on =
        Profiles.named(profile)
            .orElseThrow(() ->
                new BadInputException(
                    "'%s': no such profile; one of %s".formatted(profile, profileNames())));
    int malformed = 0;
    int line = 1;
    try (BufferedReader reader = new BufferedReader(new InputStreamReader(input(), UTF_8))) {
      for (List<String> batch = batch(reader); !batch.isEmpty(); batch = batch(reader)) {
        malformed += run(batch, line, on);
        line += batch.size();
      }
    }
    return malformed == 0 ? ExitCode.CLEAN.code() : ExitCode.USAGE.code();
  }

  private InputStream input() throws IOException {
    if (cases.toString().equals("-")) {
      return terminal.in();
    }
    if (!Files.isReadable(cases) || Files.isDirectory(cases)) {
      throw new BadInputException(cases + ": no such file, or unreadable; give a file of cases");
    }
    InputStream file = new FileInputStream(cases.toFile());
    return cases.toString().endsWith(".gz") ? new GZIPInputStream(file) : file;
  }

  private static List<String> batch(BufferedReader reader) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      lines.add(line);
      if (lines.size() == BATCH) {
        break;
      }
    }
    return lines;
  }

  private int run(List<String> lines, int firstLine, Profile on) {
    List<Answer> answers =
        IntStream.range(0, lines.size())
            .parallel()
            .filter(i -> !lines.get(i).isBlank())
            .mapToObj(i -> answer(lines.get(i), cases + ":" + (firstLine + i), on))
            .toList();
    int malformed = 0;
    for (Answer answer : answers) {
      switch (answer) {
        case Answer.Result(String json) -> terminal.out().println(json);
        case Answer.Malformed(String why) -> {
          terminal.err().println("sgdiet: " + why);
          malformed++;
        }
      }
    }
    return malformed;
  }

  private static Answer answer(String line, String place, Profile on) {
    Map<String, Object> fields;
    try {
      fields = Json.LINE.readValue(line, new TypeReference<Map<String, Object>>() {});
    } catch (JacksonException e) {
      return new Answer.Malformed(place + ": not a JSON object: " + e.getOriginalMessage());
    }
    return switch (CaseReader.read(fields)) {
      case CaseReader.Good(var mappingCase) ->
          new Answer.Result(Json.LINE.writeValueAsString(CaseRunner.run(on, mappingCase).fields()));
      case CaseReader.Bad(String field, String expected) ->
          new Answer.Malformed("%s: field '%s': expected %s".formatted(place, field, expected));
    };
  }

  private static String profileNames() {
    return Profiles.all().stream().map(Profile::name).collect(Collectors.joining(", "));
  }
}
