// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `./sgdiet` in a directory of its own that looks built, with JDKs that only tell what they are
/// called with.
class LauncherTest {
  private static final Path CHECKOUT =
      Path.of(System.getProperty("sgdiet.testdata", "../testdata"))
          .toAbsolutePath()
          .resolveSibling("");

  @TempDir Path dir;
  private Path home = Path.of("");
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void lookBuilt() throws IOException {
    home = dir.resolve("with space");
    Files.createDirectories(home.resolve("bin"));
    for (String script : List.of("sgdiet", "build", "bin/find-jdk")) {
      Files.copy(CHECKOUT.resolve(script), home.resolve(script));
    }
    Path built = Files.createDirectories(home.resolve("cli/target/launcher"));
    Files.createDirectory(built.resolve("lib"));
    Files.writeString(built.resolve("sgdiet.jar"), "");
    Files.writeString(built.resolve("lib/picocli-0.jar"), "");
    Files.writeString(built.resolve("stamp"), "");
    Files.writeString(home.resolve("cli/pom.xml"), "older than the stamp");
    Files.setLastModifiedTime(home.resolve("cli/pom.xml"), FileTime.fromMillis(0));
    environment.put("HOME", dir.toString());
    environment.put("PATH", "/usr/bin:/bin");
  }

  @Test
  void passesArgumentsAndExitCodeThrough() throws Exception {
    environment.put("JAVA_HOME", jdk("25.0.1", 7).toString());
    Result result = run(home.resolve("sgdiet"), "scan", "a b", "*", "");
    assertThat(result.code()).isEqualTo(7);
    assertThat(result.out())
        .endsWith("<org.sgdiet.cli.Main>\n<scan>\n<a b>\n<*>\n<>\n")
        .contains("<--enable-native-access=ALL-UNNAMED>\n");
    assertThat(result.err()).isEmpty();
  }

  @Test
  void worksThroughAChainOfLinks() throws Exception {
    environment.put("JAVA_HOME", jdk("25", 0).toString());
    Path first = Files.createSymbolicLink(dir.resolve("first"), home.resolve("sgdiet"));
    Path second =
        Files.createSymbolicLink(
            Files.createDirectory(dir.resolve("bin")).resolve("second"),
            Path.of("..").resolve(first.getFileName()));
    assertThat(run(second).out()).contains("with space/cli/target/launcher/sgdiet.jar>");
  }

  @Test
  void takesTheOptionsThatAreItsOwnAndNoOthers() throws Exception {
    environment.put("JAVA_HOME", jdk("25", 0).toString());
    environment.put("SGDIET_JAVA_OPTS", "-Xmx3g -Dx=y");
    environment.put("JAVA_TOOL_OPTIONS", "-Dnot=wanted");
    Result result = run(home.resolve("sgdiet"));
    assertThat(result.out()).contains("<-Xmx3g>\n<-Dx=y>\n");
    assertThat(result.out()).contains("JAVA_TOOL_OPTIONS=unset");
  }

  @Test
  void passesOverAJdkThatIsTooOld() throws Exception {
    environment.put("JAVA_HOME", jdk("17.0.15", 1).toString());
    Path young = jdk(dir.resolve(".jdks/young"), "25.0.3", 5);
    Result found = find("find_jdk && echo \"$JDK_HOME\"");
    assertThat(found.out().strip()).isNotEqualTo(environment.get("JAVA_HOME"));
    Result release = find("jdk_release '" + young + "'; echo $JDK_RELEASE");
    assertThat(release.out()).isEqualTo("25\n");
  }

  @Test
  void asksAJdkWithoutReleaseFile() throws Exception {
    Path jdk = jdk("26-ea", 0);
    Files.delete(jdk.resolve("release"));
    executable(jdk.resolve("bin/javac"), "#!/bin/sh\necho javac 26-ea\n");
    assertThat(find("jdk_release '" + jdk + "'; echo $JDK_RELEASE").out()).isEqualTo("26\n");
  }

  @Test
  void aDirectoryWithoutCompilerIsNoJdk() throws Exception {
    Path jdk = jdk("25", 0);
    Files.delete(jdk.resolve("bin/javac"));
    assertThat(find("jdk_release '" + jdk + "'; echo $JDK_RELEASE").out()).isEqualTo("0\n");
  }

  @Test
  void saysInOneLineHowToGetAJdk() throws Exception {
    Result result = find("jdk_missing sgdiet");
    assertThat(result.err()).startsWith("sgdiet: needs a JDK 25 or later").contains("JAVA_HOME");
    assertThat(result.err().lines()).hasSize(1);
  }

  @Test
  void asksForUtf8OnlyWhereTheLocaleIsNot() throws Exception {
    environment.put("LANG", "C");
    assertThat(find("use_utf8; echo $LC_ALL").out()).isEqualTo("C.UTF-8\n");
    environment.put("LANG", "de_DE.utf8");
    assertThat(find("use_utf8; echo \"$LC_ALL\"").out()).isEqualTo("\n");
  }

  @Test
  void saysThatItCannotBuildWithoutMaven() throws Exception {
    environment.put("JAVA_HOME", jdk("25", 0).toString());
    Files.delete(home.resolve("cli/target/launcher/stamp"));
    for (String lock : List.of("flock", "ln")) {
      environment.put(
          "PATH",
          onlyTools(
                  "cat", "dirname", "find", "grep", "mkdir", "readlink", "rm", "sed", "sleep", lock)
              .toString());
      Result result = run(home.resolve("sgdiet"), "--version");
      assertThat(result.err()).contains("\nsgdiet: cannot build: needs Maven");
      assertThat(result.err().lines()).hasSize(2);
      assertThat(result.code()).isEqualTo(2);
      try (Stream<Path> left = Files.list(home.resolve("cli/target"))) {
        assertThat(left.map(path -> path.getFileName().toString()))
            .isSubsetOf("launcher", "launcher.lock");
      }
      Files.delete(dir.resolve("tools").resolve(lock));
    }
  }

  /// A directory with the tools that the scripts use, and nothing else.
  private Path onlyTools(String... tools) throws IOException {
    Path bin = Files.createDirectories(dir.resolve("tools"));
    for (String tool : tools) {
      executable(bin.resolve(tool), "#!/bin/sh\nPATH=/usr/bin:/bin exec " + tool + " \"$@\"\n");
    }
    return bin;
  }

  private Path jdk(String version, int exitCode) throws IOException {
    return jdk(dir.resolve("jdk " + version), version, exitCode);
  }

  private static Path jdk(Path jdk, String version, int exitCode) throws IOException {
    Files.createDirectories(jdk.resolve("bin"));
    Files.writeString(
        jdk.resolve("release"), "JAVA_RUNTIME=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    executable(jdk.resolve("bin/javac"), "#!/bin/sh\nexit 1\n");
    executable(
        jdk.resolve("bin/java"),
        """
        #!/bin/sh
        echo "JAVA_TOOL_OPTIONS=${JAVA_TOOL_OPTIONS-unset}"
        for each; do echo "<$each>"; done
        exit %d
        """
            .formatted(exitCode));
    return jdk;
  }

  private static void executable(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Result find(String command) throws Exception {
    return run(Path.of("/bin/sh"), "-c", ". '" + home.resolve("bin/find-jdk") + "'; " + command);
  }

  private record Result(int code, String out, String err) {}

  private Result run(Path program, String... args) throws Exception {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(args));
    Path out = dir.resolve("stdout");
    Path err = dir.resolve("stderr");
    ProcessBuilder process =
        new ProcessBuilder(command)
            .directory(dir.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    process.environment().clear();
    process.environment().putAll(environment);
    Process started = process.start();
    if (!started.waitFor(60, TimeUnit.SECONDS)) {
      started.destroyForcibly();
      throw new AssertionError(command + " did not end: " + Files.readString(err, UTF_8));
    }
    int code = started.exitValue();
    return new Result(code, Files.readString(out, UTF_8), Files.readString(err, UTF_8));
  }
}
