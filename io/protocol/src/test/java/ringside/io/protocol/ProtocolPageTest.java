package ringside.io.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The tables of io/PROTOCOL.md are those of the code: messages, reasons, fields of the handshake, limits. */
class ProtocolPageTest {
    private static final int FIRST_OF_SERVER = 64;

    private final String page = read("../PROTOCOL.md");
    private final String schema = read("src/main/fbs/handshake.fbs");

    private static String read(final String path) {
        try {
            return Files.readString(Path.of(path));
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Whatever stands in the page where the pattern does, the groups of each with a space between. */
    private List<String> found(final String pattern) {
        final List<String> found = new ArrayList<>();
        final Matcher matcher = Pattern.compile("(?m)" + pattern).matcher(page);
        while (matcher.find()) {
            final List<String> groups = new ArrayList<>();
            for (int i = 1; i <= matcher.groupCount(); i++) {
                groups.add(matcher.group(i));
            }
            found.add(String.join(" ", groups));
        }
        return found;
    }

    @Test
    void every_message_stands_there_with_its_code_and_who_sends_it() {
        final List<String> expected = Arrays.stream(MessageType.values())
                .map(type -> type.code() + " " + type + " " + (type.code() < FIRST_OF_SERVER ? "client" : "server"))
                .toList();
        assertEquals(expected, found("^\\| (\\d+) \\| ([A-Z_]+) \\| (client|server) \\|"));
    }

    @Test
    void every_reason_of_a_disconnect_stands_there_with_its_code_its_wait_and_its_sentence() {
        final List<String> expected = Arrays.stream(DisconnectReason.values())
                .map(reason ->
                        reason.code() + " " + reason + " " + reason.retry().afterMs() + " " + reason.sentence())
                .toList();
        assertEquals(expected, found("^\\| (\\d+) \\| ([A-Z_]+) \\| (-?\\d+) \\| (.*) \\|$"));
    }

    @Test
    void every_reason_of_a_refusal_stands_there_with_its_code() {
        final List<String> expected = Arrays.stream(RefusalReason.values())
                .map(reason -> reason.code() + " " + reason)
                .toList();
        assertEquals(expected, found("^\\| (\\d+) \\| ([A-Z_]+) \\| [^|]*[a-z][^|]* \\|$"));
    }

    @Test
    void every_field_of_the_handshake_stands_there() {
        requireFields("Hello", "### HELLO");
        requireFields("Resume", "### HELLO");
        requireFields("Welcome", "### WELCOME");
        requireFields("Disconnect", "### DISCONNECT");
        requireFields("Bounds", "## Limits");
    }

    private void requireFields(final String table, final String heading) {
        final int begin = schema.indexOf("table " + table + " {");
        final String fields = schema.substring(begin, schema.indexOf('}', begin));
        final int from = page.indexOf(heading);
        final int next = page.indexOf("\n##", from + heading.length());
        final String section = page.substring(from, next < 0 ? page.length() : next);
        final Matcher field = Pattern.compile("(?m)^ {2}(\\w+):").matcher(fields);
        int count = 0;
        for (; field.find(); count++) {
            assertTrue(
                    Pattern.compile("\\b" + field.group(1) + "\\b")
                            .matcher(section)
                            .find(),
                    table + "." + field.group(1) + " is not in " + heading);
        }
        assertTrue(count > 0, table);
    }

    @Test
    void the_limits_are_the_defaults() {
        final Limits limits = Limits.DEFAULT;
        requireLimit("max_client_message_bytes", Wire.MAX_CLIENT_MESSAGE_BYTES);
        requireLimit("max_part_bytes", limits.maxPartBytes());
        requireLimit("max_inputs_per_message", limits.maxInputsPerMessage());
        requireLimit("max_acks_per_message", limits.maxAcksPerMessage());
        requireLimit("max_inputs_per_frame", limits.maxInputsPerFrame());
        requireLimit("max_commands_per_second", limits.maxCommandsPerSecond());
        requireLimit("max_pings_per_second", limits.maxPingsPerSecond());
        requireLimit("max_messages_per_second", limits.maxMessagesPerSecond());
        requireLimit("idle_timeout_ms", limits.idleTimeoutMs());
    }

    private void requireLimit(final String name, final int value) {
        final String row = "| " + name + " | " + String.format(Locale.ROOT, "%,d", value) + " |";
        assertTrue(page.contains(row), () -> "no '" + row + "'");
    }
}
