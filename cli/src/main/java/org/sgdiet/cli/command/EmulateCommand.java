// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.sgdiet.runtime.cases.CaseExplanation;
import org.sgdiet.runtime.cases.CasePicture;
import org.sgdiet.runtime.cases.CaseReader;
import org.sgdiet.runtime.cases.CaseRunner;
import org.sgdiet.runtime.cases.MappingCase;
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

  @Option(
      names = "--explain",
      description = "Instead of JSON, say call by call which rule of docs/dma-model.md fired.")
  private boolean explain;

  @Option(
      names = "--picture",
      paramLabel = "OUT.svg",
      description = "Also draw the case; with more than one, the last.")
  private Optional<Path> picture = Optional.empty();

  @Option(names = "--case", paramLabel = "ID", description = "Run the case with this id alone.")
  private Optional<Long> only = Optional.empty();

  /// A command on this terminal.
  public EmulateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  private sealed interface Answer {
    record Result(String text, Optional<String> svg) implements Answer {}

    record Skipped() implements Answer {}

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

  private int run(List<String> lines, int firstLine, Profile on) throws IOException {
    List<Answer> answers =
        IntStream.range(0, lines.size())
            .parallel()
            .filter(i -> !lines.get(i).isBlank())
            .mapToObj(i -> answer(lines.get(i), cases + ":" + (firstLine + i), on))
            .toList();
    int malformed = 0;
    for (Answer answer : answers) {
      switch (answer) {
        case Answer.Result(String text, Optional<String> svg) -> {
          terminal.out().println(text);
          if (svg.isPresent() && picture.isPresent()) {
            draw(svg.get(), picture.get());
          }
        }
        case Answer.Skipped() -> {}
        case Answer.Malformed(String why) -> {
          terminal.err().println("sgdiet: " + why);
          malformed++;
        }
      }
    }
    return malformed;
  }

  private Answer answer(String line, String place, Profile on) {
    Map<String, Object> fields;
    try {
      fields = Json.LINE.readValue(line, new TypeReference<Map<String, Object>>() {});
    } catch (JacksonException e) {
      return new Answer.Malformed(place + ": not a JSON object: " + e.getOriginalMessage());
    }
    return switch (CaseReader.read(fields)) {
      case CaseReader.Good(var mappingCase) -> answer(mappingCase, place, on);
      case CaseReader.Bad bad -> malformed(bad, place);
    };
  }

  private Answer answer(MappingCase mappingCase, String place, Profile on) {
    if (only.isPresent() && only.get() != mappingCase.id()) {
      return new Answer.Skipped();
    }
    Optional<CaseReader.Bad> refusal = CaseRunner.refusal(on, mappingCase);
    if (refusal.isPresent()) {
      return malformed(refusal.get(), place);
    }
    String text =
        explain
            ? "case %d\n%s"
                .formatted(mappingCase.id(), String.join("\n", CaseExplanation.of(on, mappingCase)))
            : Json.LINE.writeValueAsString(CaseRunner.run(on, mappingCase).fields());
    return new Answer.Result(text, picture.map(_ -> CasePicture.of(on, mappingCase)));
  }

  private static Answer malformed(CaseReader.Bad bad, String place) {
    return new Answer.Malformed(
        "%s: field '%s': expected %s".formatted(place, bad.field(), bad.expected()));
  }

  private static void draw(String svg, Path file) throws IOException {
    try {
      Files.writeString(file, svg);
    } catch (FileSystemException e) {
      throw new BadInputException(
          file + ": cannot be written; give a file in a directory of yours");
    }
  }

  private static String profileNames() {
    return Profiles.all().stream().map(Profile::name).collect(Collectors.joining(", "));
  }
}
