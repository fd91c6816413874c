package ringside.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How an IDE attaches to a replay that waits, as the files that IntelliJ IDEA and VS Code read. */
final class ReplayDebugConfigurations {
    private static final String INTELLIJ = """
            <component name="ProjectRunConfigurationManager">
              <configuration default="false" name="Ringside replay" type="Remote">
                <option name="USE_SOCKET_TRANSPORT" value="true" />
                <option name="SERVER_MODE" value="false" />
                <option name="SHMEM_ADDRESS" />
                <option name="HOST" value="127.0.0.1" />
                <option name="PORT" value="%1$d" />
                <option name="AUTO_RESTART" value="false" />
                <RunnerSettings RunnerId="Debug">
                  <option name="DEBUG_PORT" value="%1$d" />
                  <option name="LOCAL" value="false" />
                </RunnerSettings>
                <method v="2" />
              </configuration>
            </component>
            """;

    private static final String VS_CODE = """
            {
              "version": "0.2.0",
              "configurations": [
                {
                  "type": "java",
                  "name": "Ringside replay",
                  "request": "attach",
                  "hostName": "127.0.0.1",
                  "port": %1$d
                }
              ]
            }
            """;

    private ReplayDebugConfigurations() {}

    /** Writes both into a folder, which comes to be if it is not there; what is there already and says something else stays. */
    static List<Path> write(final Path folder, final int port) throws IOException {
        final Path idea = folder.resolve("ringside-replay.run.xml");
        final Path code = folder.resolve("launch.json");
        final String ideaText = INTELLIJ.formatted(port);
        final String codeText = VS_CODE.formatted(port);
        requireOurs(idea, ideaText);
        requireOurs(code, codeText);
        Files.createDirectories(folder);
        Files.writeString(idea, ideaText);
        Files.writeString(code, codeText);
        return List.of(idea, code);
    }

    private static void requireOurs(final Path file, final String text) throws IOException {
        if (Files.exists(file)
                && !Files.readString(file, StandardCharsets.UTF_8).equals(text)) {
            throw new UsageException(
                    "--write-config: " + file + " is there already and says something else; take another"
                            + " folder, and copy what you need from it");
        }
    }
}
