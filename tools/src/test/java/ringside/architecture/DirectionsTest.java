package ringside.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import ringside.architecture.Snippets.Snippet;

class DirectionsTest {
    private static final List<Snippet> BROKEN = List.of(
            uses("ringside.layout", "ringside.engine.logic.Anchor"),
            uses("ringside.behavior", "ringside.engine.logic.Anchor"),
            uses("ringside.latency", "ringside.engine.logic.Anchor"),
            uses("ringside.engine", "ringside.journal.Anchor"),
            uses("ringside.testkit", "ringside.journal.Anchor"),
            uses("ringside.journal", "ringside.replay.Anchor"),
            uses("ringside.snapshot.codec", "ringside.engine.logic.Anchor"),
            uses("ringside.snapshot.checkpoint", "ringside.journal.Anchor"),
            uses("ringside.io.protocol", "ringside.engine.logic.Anchor"),
            uses("ringside.io.session", "ringside.server.Anchor"),
            uses("ringside.io.viewlog", "ringside.engine.logic.Anchor"),
            uses("ringside.io.files", "ringside.engine.logic.Anchor"),
            uses("ringside.io.token", "ringside.engine.logic.Anchor"),
            uses("ringside.io.netty", "ringside.server.Anchor"),
            uses("ringside.io.client", "ringside.journal.Anchor"),
            uses("ringside.replay", "ringside.server.Anchor"),
            uses("ringside.replay.standby", "ringside.server.Anchor"),
            uses("ringside.io.replication", "ringside.journal.Anchor"),
            uses("ringside.arena", "ringside.engine.logic.Anchor"),
            uses("ringside.server", "ringside.cli.Anchor"),
            uses("ringside.bots", "ringside.server.Anchor"),
            uses("ringside.simulator", "ringside.server.Anchor"),
            uses("ringside.cli", "ringside.perf.Anchor"),
            knows("Chronicle", "ringside.replay", "net.openhft.chronicle.queue.ChronicleQueue"),
            knows("Netty", "ringside.engine.ring", "io.netty.buffer.ByteBuf"),
            knows("aircompressor", "ringside.server", "io.airlift.compress.zstd.ZstdCompressor"),
            knows("Nimbus JOSE + JWT", "ringside.server", "com.nimbusds.jwt.SignedJWT"),
            knows("Disruptor", "ringside.journal", "com.lmax.disruptor.RingBuffer<String>"),
            knows("FlatBuffers", "ringside.io.netty", "com.google.flatbuffers.Table"),
            knows("Jackson", "ringside.journal", "com.fasterxml.jackson.core.JsonFactory"),
            knows("Prometheus", "ringside.server.rules", "io.prometheus.metrics.model.snapshots.MetricSnapshot"),
            knows("OpenTelemetry", "ringside.server.metrics", "io.opentelemetry.api.trace.Span"),
            knows("tomlj", "ringside.server.rules", "org.tomlj.Toml"),
            knows("picocli", "ringside.server", "picocli.CommandLine"),
            knows("JUnit", "ringside.engine.game", "org.junit.jupiter.api.Test"),
            knows("ArchUnit", "ringside.arena", "com.tngtech.archunit.lang.ArchRule"),
            knows("java.nio.file", "ringside.engine.ring", "java.nio.file.Path"),
            new Snippet("the core knows no files", "ringside.engine.ring", "java.io.File file;"),
            new Snippet("the core knows no files", "ringside.arena", "java.nio.channels.FileChannel channel;"),
            new Snippet("every class belongs to a module", "ringside.newcomer", "int number;"));

    private static final List<Snippet> ANCHORS = List.of(
            anchor("ringside.layout"),
            anchor("ringside.engine.game"),
            anchor("ringside.engine.logic"),
            anchor("ringside.journal"),
            anchor("ringside.replay"),
            anchor("ringside.server"),
            anchor("ringside.cli"),
            anchor("ringside.perf"));

    private static final List<Snippet> SOUND = List.of(
            uses("ringside.engine", "ringside.layout.Anchor"),
            uses("ringside.arena", "ringside.engine.game.Anchor"),
            uses("ringside.replay", "ringside.journal.Anchor"),
            uses("ringside.io.client", "ringside.engine.logic.Anchor"),
            uses("ringside.cli", "ringside.server.Anchor"),
            knows("Chronicle", "ringside.journal", "net.openhft.chronicle.queue.ChronicleQueue"),
            knows("Netty", "ringside.io.netty", "io.netty.buffer.ByteBuf"),
            knows("java.nio.file", "ringside.journal", "java.nio.file.Path"));

    private static Snippets snippets;

    @BeforeAll
    static void compile(@TempDir Path directory) throws IOException {
        List<Snippet> all = new ArrayList<>(ANCHORS);
        all.addAll(BROKEN);
        all.addAll(SOUND);
        snippets = Snippets.compile(all, directory);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void a_direction_holds(String rule) {
        Directions.rules().get(rule).check(Production.CLASSES);
    }

    @ParameterizedTest
    @MethodSource("broken")
    void a_wrong_direction_is_reported(Snippet snippet) {
        assertFalse(snippets.violations(Directions.rules().get(snippet.rule()), snippet)
                .isEmpty());
    }

    @ParameterizedTest
    @MethodSource("sound")
    void a_right_direction_is_not_reported(Snippet snippet) {
        assertEquals(List.of(), snippets.violations(Directions.rules().get(snippet.rule()), snippet));
    }

    @Test
    void every_rule_has_a_class_that_breaks_it() {
        assertEquals(
                new TreeSet<>(Directions.rules().keySet()),
                BROKEN.stream().map(Snippet::rule).collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void every_module_has_classes_and_perf_is_out_of_reach() {
        for (Directions.Module module : Directions.MODULES) {
            assertTrue(
                    Production.CLASSES.stream()
                            .anyMatch(type -> type.getPackageName().startsWith(module.root())),
                    module.root());
        }
        assertFalse(Production.CLASSES.stream()
                .anyMatch(type -> type.getPackageName().startsWith("ringside.perf")));
    }

    static Set<String> rules() {
        return Directions.rules().keySet();
    }

    static List<Snippet> broken() {
        return BROKEN;
    }

    static List<Snippet> sound() {
        return SOUND;
    }

    private static Snippet uses(String module, String type) {
        return new Snippet(module + " uses only what it may", module, type + " used;");
    }

    private static Snippet knows(String library, String packageName, String type) {
        return new Snippet(library + " is known in its place only", packageName, type + " known;");
    }

    private static Snippet anchor(String packageName) {
        return new Snippet("", packageName, "Anchor", "");
    }
}
