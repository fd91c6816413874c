package ringside.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Who may use whom. The enforcer checks the same between Maven modules; these rules also see what arrives through a
 * module that is allowed, and parts of a module.
 */
final class Directions {
    /** A module, and what it may use of Ringside besides itself. A package stands for those below it too. */
    record Module(String root, List<String> uses) {}

    /** A library, and the only packages that may use it. */
    record Library(String name, List<String> packages, List<String> onlyIn) {}

    static final List<Module> MODULES = List.of(
            module("ringside.layout"),
            module("ringside.latency"),
            module("ringside.behavior", "ringside.layout"),
            module("ringside.engine", "ringside.layout", "ringside.latency"),
            module("ringside.testkit", "ringside.layout", "ringside.engine"),
            module("ringside.journal", "ringside.layout", "ringside.engine"),
            module("ringside.snapshot.codec", "ringside.layout"),
            module("ringside.snapshot.checkpoint", "ringside.layout", "ringside.engine"),
            module("ringside.io.protocol", "ringside.layout"),
            module(
                    "ringside.io.session",
                    "ringside.layout",
                    "ringside.engine",
                    "ringside.snapshot.codec",
                    "ringside.io.protocol"),
            module("ringside.io.viewlog", "ringside.snapshot.codec", "ringside.io.session"),
            module("ringside.io.files", "ringside.engine.ring"),
            module(
                    "ringside.io.token",
                    "ringside.layout",
                    "ringside.io.protocol",
                    "ringside.io.session",
                    "ringside.io.files"),
            module(
                    "ringside.io.netty",
                    "ringside.layout",
                    "ringside.engine",
                    "ringside.io.files",
                    "ringside.io.session",
                    "ringside.io.protocol"),
            module(
                    "ringside.io.client",
                    "ringside.layout",
                    "ringside.engine.game",
                    "ringside.engine.logic",
                    "ringside.snapshot.codec",
                    "ringside.io.protocol"),
            module(
                    "ringside.replay",
                    "ringside.layout",
                    "ringside.engine",
                    "ringside.journal",
                    "ringside.snapshot.checkpoint"),
            module(
                    "ringside.replay.standby",
                    "ringside.layout",
                    "ringside.engine",
                    "ringside.journal",
                    "ringside.snapshot.checkpoint",
                    "ringside.replay"),
            module("ringside.io.replication", "ringside.replay.standby"),
            module(
                    "ringside.arena",
                    "ringside.layout",
                    "ringside.behavior",
                    "ringside.engine.game",
                    "ringside.engine.math"),
            module(
                    "ringside.server",
                    "ringside.layout",
                    "ringside.latency",
                    "ringside.engine",
                    "ringside.journal",
                    "ringside.snapshot",
                    "ringside.io",
                    "ringside.replay",
                    "ringside.behavior",
                    "ringside.arena"),
            module(
                    "ringside.bots",
                    "ringside.layout",
                    "ringside.engine.game",
                    "ringside.engine.math",
                    "ringside.snapshot.codec",
                    "ringside.io.protocol",
                    "ringside.io.client",
                    "ringside.arena"),
            module(
                    "ringside.simulator",
                    "ringside.layout",
                    "ringside.engine",
                    "ringside.journal",
                    "ringside.snapshot",
                    "ringside.io",
                    "ringside.replay"),
            module(
                    "ringside.cli",
                    "ringside.layout",
                    "ringside.engine",
                    "ringside.journal",
                    "ringside.snapshot",
                    "ringside.io",
                    "ringside.replay",
                    "ringside.arena",
                    "ringside.server",
                    "ringside.bots",
                    "ringside.latency.report"));

    static final List<Library> LIBRARIES = List.of(
            new Library("Chronicle", List.of("net.openhft"), List.of("ringside.journal")),
            new Library("aircompressor", List.of("io.airlift"), List.of("ringside.journal")),
            new Library(
                    "Netty",
                    List.of("io.netty"),
                    List.of("ringside.io.netty", "ringside.io.client", "ringside.io.replication", "ringside.server")),
            new Library("Nimbus JOSE + JWT", List.of("com.nimbusds"), List.of("ringside.io.token")),
            new Library("Disruptor", List.of("com.lmax"), List.of("ringside.engine")),
            new Library("FlatBuffers", List.of("com.google.flatbuffers"), List.of("ringside.io.protocol")),
            new Library(
                    "Jackson",
                    List.of("com.fasterxml"),
                    List.of(
                            "ringside.layout",
                            "ringside.latency.report",
                            "ringside.replay",
                            "ringside.server",
                            "ringside.cli")),
            new Library("Prometheus", List.of("io.prometheus"), List.of("ringside.server.metrics")),
            new Library("OpenTelemetry", List.of("io.opentelemetry"), List.of("ringside.server.tracing")),
            new Library("tomlj", List.of("org.tomlj"), List.of("ringside.server.toml")),
            new Library("picocli", List.of("picocli"), List.of("ringside.cli")),
            new Library("JUnit", List.of("org.junit"), List.of("ringside.testkit", "ringside.replay.testkit")),
            new Library("ArchUnit", List.of("com.tngtech.archunit"), List.of("ringside.testkit")),
            new Library(
                    "java.nio.file",
                    List.of("java.nio.file"),
                    List.of(
                            "ringside.behavior.xml",
                            "ringside.latency",
                            "ringside.journal",
                            "ringside.snapshot.checkpoint",
                            "ringside.io.files",
                            "ringside.io.viewlog",
                            "ringside.io.token",
                            "ringside.io.netty",
                            "ringside.io.client",
                            "ringside.io.replication",
                            "ringside.replay",
                            "ringside.server",
                            "ringside.bots",
                            "ringside.simulator",
                            "ringside.cli")));

    /** These know of no file in any form. */
    static final List<String> WITHOUT_FILES = List.of(
            "ringside.layout", "ringside.engine", "ringside.snapshot.codec", "ringside.io.protocol", "ringside.arena");

    private static final List<String> FILES = List.of(
            "java.io.File",
            "java.io.FileDescriptor",
            "java.io.FileInputStream",
            "java.io.FileOutputStream",
            "java.io.FileReader",
            "java.io.FileWriter",
            "java.io.RandomAccessFile",
            "java.nio.MappedByteBuffer",
            "java.nio.channels.FileChannel",
            "org.agrona.IoUtil",
            "org.agrona.MappedResizeableBuffer");

    private Directions() {}

    /** The rules by name. */
    static Map<String, ArchRule> rules() {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        for (Module module : MODULES) {
            rules.put(module.root() + " uses only what it may", usesOnlyWhatItMay(module));
        }
        for (Library library : LIBRARIES) {
            rules.put(library.name() + " is known in its place only", knownInItsPlaceOnly(library));
        }
        rules.put("the core knows no files", coreKnowsNoFiles());
        rules.put("every class belongs to a module", everyClassBelongsToAModule());
        return rules;
    }

    private static Module module(String root, String... uses) {
        return new Module(root, List.of(uses));
    }

    private static ArchRule usesOnlyWhatItMay(Module module) {
        String[] allowed = Stream.concat(Stream.of(module.root()), module.uses().stream())
                .map(Directions::andBelow)
                .toArray(String[]::new);
        return classes()
                .that(resideInAPackage(andBelow(module.root())))
                .should()
                .onlyDependOnClassesThat(resideOutsideOfPackage("ringside..").or(resideInAnyPackage(allowed)))
                .allowEmptyShould(true);
    }

    private static ArchRule knownInItsPlaceOnly(Library library) {
        return noClasses()
                .that(DescribedPredicate.not(resideInAnyPackage(andBelow(library.onlyIn()))))
                .should()
                .dependOnClassesThat(resideInAnyPackage(andBelow(library.packages())))
                .allowEmptyShould(true);
    }

    private static ArchRule coreKnowsNoFiles() {
        return noClasses()
                .that(resideInAnyPackage(andBelow(WITHOUT_FILES)))
                .should()
                .dependOnClassesThat(
                        DescribedPredicate.describe("are files", (JavaClass type) -> FILES.contains(type.getName())))
                .allowEmptyShould(true);
    }

    private static ArchRule everyClassBelongsToAModule() {
        return classes()
                .should()
                .resideInAnyPackage(andBelow(MODULES.stream().map(Module::root).toList()))
                .because("a module that is not in this table would escape every rule here");
    }

    private static String[] andBelow(List<String> packages) {
        return packages.stream().map(Directions::andBelow).toArray(String[]::new);
    }

    private static String andBelow(String packageName) {
        return packageName + "..";
    }
}
