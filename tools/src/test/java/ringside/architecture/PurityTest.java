package ringside.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import ringside.architecture.Snippets.Snippet;

class PurityTest {
    private static final List<Snippet> BROKEN = List.of(
            breaks("no clock", "java.time.Instant now() { return java.time.Instant.now(); }"),
            breaks("no clock", "java.util.Date now() { return new java.util.Date(); }"),
            breaks("of System only arraycopy", "long now() { return System.nanoTime(); }"),
            breaks("of System only arraycopy", "long now() { return System.currentTimeMillis(); }"),
            breaks("of System only arraycopy", "java.util.function.LongSupplier clock = System::nanoTime;"),
            breaks("of System only arraycopy", "void print() { System.out.println(); }"),
            breaks("of System only arraycopy", "String property() { return System.getProperty(\"a\"); }"),
            breaks("of System only arraycopy", "String variable() { return System.getenv(\"A\"); }"),
            breaks("no random but the match's own", "int draw() { return new java.util.Random(1).nextInt(); }"),
            breaks("no random but the match's own", "Object draw = new java.security.SecureRandom();"),
            breaks("no random but the match's own", "java.util.random.RandomGenerator generator;"),
            breaks("no random UUID", "Object id() { return java.util.UUID.randomUUID(); }"),
            breaks("no threads, no locks", "void go() { new Thread(() -> {}).start(); }"),
            breaks("no threads, no locks", "java.util.concurrent.locks.Lock lock;"),
            breaks(
                    "no threads, no locks",
                    "int draw() { return java.util.concurrent.ThreadLocalRandom.current().nextInt(); }"),
            breaks(
                    "no threads, no locks",
                    "java.util.Map<String, String> map = new java.util.concurrent.ConcurrentHashMap<>();"),
            breaks("no threads, no locks", "ThreadLocal<String> hidden;"),
            breaks("no threads of Agrona", "org.agrona.concurrent.ManyToOneConcurrentArrayQueue<String> queue;"),
            breaks("no parallel streams", "long count() { return java.util.List.of().parallelStream().count(); }"),
            breaks(
                    "no parallel streams",
                    "int sum() { return java.util.stream.IntStream.range(0, 9).parallel().sum(); }"),
            breaks("no wait and notify", "void stop() throws Exception { wait(); }"),
            breaks("no wait and notify", "void wake(String other) { other.notifyAll(); }"),
            breaks("no synchronized methods", "synchronized void alone() {}"),
            breaks("no synchronized blocks", "void alone() { synchronized (this) { hashCode(); } }"),
            breaks("no input or output", "java.io.InputStream in;"),
            breaks("no input or output", "java.nio.file.Path file;"),
            breaks("no input or output", "java.net.Socket socket;"),
            breaks("no input or output", "org.slf4j.Logger log;"),
            breaks("text into strings in one class only", "java.io.StringWriter text;"),
            breaks("text into strings in one class only", "com.fasterxml.jackson.core.JsonParser parser;"),
            breaks("no hash order", "Object map = new java.util.HashMap<String, String>();"),
            breaks("no hash order", "java.util.function.Supplier<?> maker = java.util.HashSet::new;"),
            breaks("no hash order", "Object map = new java.util.IdentityHashMap<String, String>();"),
            breaks("no hash order", "Object map = new java.util.WeakHashMap<String, String>();"),
            breaks(
                    "no hash order of Agrona",
                    "void all(org.agrona.collections.Int2ObjectHashMap<String> map) { for (String s : map.values()) s.length(); }"),
            breaks(
                    "no hash order of Agrona",
                    "void all(org.agrona.collections.IntHashSet set) { set.forEach((Integer i) -> {}); }"),
            breaks("no hash order from factories", "Object map = java.util.Map.of(1, 2, 3, 4);"),
            breaks("no hash order from factories", "Object set = java.util.Set.of(1, 2, 3);"),
            breaks(
                    "no hash order from factories",
                    "Object set(java.util.stream.Stream<String> s) { return s.collect(java.util.stream.Collectors.toSet()); }"),
            breaks("no inexact Math", "double sine(double x) { return Math.sin(x); }"),
            breaks("no inexact Math", "double power(double x) { return Math.pow(x, 0.5); }"),
            breaks("no inexact Math", "java.util.function.DoubleUnaryOperator f = Math::exp;"),
            breaks("no inexact Math", "double draw() { return Math.random(); }"),
            breaks("no identity hash", "int hash(Object o) { return o.hashCode(); }"),
            breaks("no identity hash", "int hash(Object o) { return System.identityHashCode(o); }"),
            breaks("no identity hash", "int hash(Thread.State s) { return s.hashCode(); }"),
            breaks("no identity hash", "int hash(Object o) { return java.util.Objects.hash(o, o); }"),
            breaks("no default locale or charset", "String text(int n) { return String.format(\"%d\", n); }"),
            breaks("no default locale or charset", "String lower(String s) { return s.toLowerCase(); }"),
            breaks("no default locale or charset", "byte[] bytes(String s) { return s.getBytes(); }"),
            breaks("nothing of the machine", "int cores() { return Runtime.getRuntime().availableProcessors(); }"),
            breaks("nothing of the machine", "java.lang.reflect.Method method;"),
            breaks("nothing from system properties", "Object read() { return Integer.getInteger(\"a\"); }"),
            breaks("no static variables", "static int count;"),
            breaks("logic uses logic and the libraries that it may", "ringside.journal.Anchor journal;"),
            breaks("logic uses logic and the libraries that it may", "com.lmax.disruptor.Sequence sequence;"));

    private static final List<Snippet> SOUND = List.of(
            new Snippet(
                    "", "ringside.engine.logic", "int[] copy(int[] a) { System.arraycopy(a, 0, a, 1, 1); return a; }"),
            new Snippet("", "ringside.engine.logic", "double sine(double x) { return StrictMath.sin(Math.sqrt(x)); }"),
            new Snippet(
                    "",
                    "ringside.engine.logic",
                    "java.util.Map<String, String> map = new java.util.LinkedHashMap<>();"),
            new Snippet("", "ringside.engine.logic", "Object map = new java.util.TreeMap<String, String>();"),
            new Snippet("", "ringside.engine.logic", "int hash(String s) { return s.hashCode(); }"),
            new Snippet("", "ringside.engine.logic", "record Point(int x, int y) {} enum Side { LEFT, RIGHT }"),
            new Snippet("", "ringside.engine.logic", "String text(int n) { return \"row \" + n; }"),
            new Snippet(
                    "",
                    "ringside.engine.logic",
                    "String name(Thread.State s) { return switch (s) { case NEW -> \"n\"; default -> \"\"; }; }"),
            new Snippet("", "ringside.engine.logic", "Runnable later(int n) { return () -> Math.addExact(n, 1); }"),
            new Snippet(
                    "",
                    "ringside.engine.logic",
                    "org.agrona.MutableDirectBuffer b = new org.agrona.concurrent.UnsafeBuffer(new byte[8]);"),
            new Snippet(
                    "",
                    "ringside.layout",
                    "LayoutJson",
                    "String text() { return new java.io.StringWriter().toString(); }"),
            new Snippet(
                    "",
                    "ringside.engine.logic",
                    "String one(org.agrona.collections.Int2ObjectHashMap<String> map) { return map.get(1); }"),
            new Snippet("", "ringside.engine.ring", "long now() { return System.nanoTime(); }"));

    private static final List<Snippet> ANCHORS = List.of(new Snippet("", "ringside.journal", "Anchor", ""));

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
    void logic_is_pure(String rule) {
        Purity.rules().get(rule).check(Production.CLASSES);
    }

    @ParameterizedTest
    @MethodSource("broken")
    void impurity_is_reported(Snippet snippet) {
        assertFalse(
                snippets.violations(Purity.rules().get(snippet.rule()), snippet).isEmpty());
    }

    @ParameterizedTest
    @MethodSource("sound")
    void what_is_pure_is_not_reported(Snippet snippet) {
        Map<String, List<String>> reports = Purity.rules().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, rule -> snippets.violations(rule.getValue(), snippet)));
        reports.values().removeIf(List::isEmpty);
        assertEquals(Map.of(), reports);
    }

    @Test
    void every_rule_has_a_class_that_breaks_it() {
        assertEquals(
                new TreeSet<>(Purity.rules().keySet()),
                BROKEN.stream().map(Snippet::rule).collect(Collectors.toCollection(TreeSet::new)));
    }

    static Set<String> rules() {
        return Purity.rules().keySet();
    }

    static List<Snippet> broken() {
        return BROKEN;
    }

    static List<Snippet> sound() {
        return SOUND;
    }

    private static Snippet breaks(String rule, String body) {
        return new Snippet(rule, "ringside.engine.logic", body);
    }
}
