package ringside.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What logic may not do: given the same layout, rules and events it must reach the same state on any JVM, processor,
 * locale and collector. What is allowed is listed wherever a list of what is forbidden would have to be complete.
 */
final class Purity {
    /** The packages whose code runs on the logic thread or makes what is hashed. */
    static final String[] LOGIC = {
        "ringside.layout..",
        "ringside.behavior",
        "ringside.engine.event..",
        "ringside.engine.game..",
        "ringside.engine.logic..",
        "ringside.engine.math..",
        "ringside.engine.output..",
        "ringside.arena.."
    };

    /** Where logic leaves its snapshots for readers on other threads; it reads nothing there that a reader wrote. */
    private static final String OUTLET = "ringside.engine.snapshot..";

    /** Where a game reads the trees of its bots while it is put together; what comes out is data with a digest. */
    private static final String TREE_FILES = "ringside.behavior.xml";

    /** The one class that reads and writes text, into strings. */
    private static final String TEXT_FORM = "ringside.layout.LayoutJson";

    private static final Set<String> TEXT_FORM_MAY_USE = Set.of(
            "java.io.IOException",
            "java.io.UncheckedIOException",
            "java.io.Reader",
            "java.io.StringReader",
            "java.io.Writer",
            "java.io.StringWriter");

    /** Exact on every machine: whole numbers, and what IEEE 754 rounds in one way only. */
    private static final Set<String> EXACT_MATH = Set.of(
            "abs",
            "absExact",
            "addExact",
            "ceil",
            "decrementExact",
            "floor",
            "floorDiv",
            "floorMod",
            "fma",
            "incrementExact",
            "max",
            "min",
            "multiplyExact",
            "multiplyFull",
            "multiplyHigh",
            "negateExact",
            "rint",
            "round",
            "signum",
            "sqrt",
            "subtractExact",
            "toIntExact");

    private static final Set<String> SYSTEM_IN_LOGIC = Set.of("arraycopy");

    private static final Set<String> HASH_ORDER = Set.of(
            "java.util.HashMap",
            "java.util.HashSet",
            "java.util.Hashtable",
            "java.util.IdentityHashMap",
            "java.util.Properties",
            "java.util.WeakHashMap");

    /** Of Agrona's maps and sets: to look up is no iteration. */
    private static final Set<String> LOOK_UP = Set.of(
            "<init>",
            "add",
            "clear",
            "computeIfAbsent",
            "contains",
            "containsKey",
            "get",
            "getOrDefault",
            "isEmpty",
            "missingValue",
            "put",
            "putIfAbsent",
            "remove",
            "size");

    private static final Set<String> HASH_ORDER_FACTORIES = Set.of("of", "ofEntries", "copyOf");

    private static final Set<String> HASH_ORDER_COLLECTORS = Set.of(
            "groupingBy",
            "groupingByConcurrent",
            "toConcurrentMap",
            "toMap",
            "toSet",
            "toUnmodifiableMap",
            "toUnmodifiableSet");

    private static final Set<String> RANDOM =
            Set.of("java.util.Random", "java.util.SplittableRandom", "java.security.SecureRandom");

    private static final Set<String> CLOCKS = Set.of(
            "java.util.Calendar",
            "java.util.Date",
            "java.util.GregorianCalendar",
            "java.util.Timer",
            "java.util.TimeZone");

    private static final Set<String> THREADS = Set.of(
            "java.lang.InheritableThreadLocal",
            "java.lang.InterruptedException",
            "java.lang.Thread",
            "java.lang.ThreadGroup",
            "java.lang.ThreadLocal");

    private static final Set<String> MACHINE = Set.of(
            "java.lang.ClassLoader",
            "java.lang.Process",
            "java.lang.ProcessBuilder",
            "java.lang.ProcessHandle",
            "java.lang.Runtime",
            "java.lang.StackWalker",
            "java.util.ServiceLoader",
            "org.agrona.SystemUtil");

    private Purity() {}

    /** The rules by name. */
    static Map<String, ArchRule> rules() {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        rules.put("no clock", no(use(CLOCKS).or(resideInAPackage("java.time.."))));
        rules.put("of System only arraycopy", noAccess("of System but arraycopy", Purity::isSystem));
        rules.put("no random but the match's own", no(use(RANDOM).or(resideInAPackage("java.util.random.."))));
        rules.put(
                "no random UUID", noAccess("of UUID.randomUUID", access -> is(access, "java.util.UUID", "randomUUID")));
        rules.put(
                "no threads, no locks",
                no(use(THREADS)
                        .or(resideInAnyPackage("java.util.concurrent..", "java.util.logging..", "java.lang.ref.."))));
        rules.put("no threads of Agrona", no(threadsOfAgrona()));
        rules.put("no parallel streams", noAccess("of parallel streams", Purity::isParallelStream));
        rules.put("no wait and notify", noAccess("of Object's monitor", Purity::isMonitor));
        rules.put("no synchronized methods", noSynchronizedMethods());
        rules.put("no synchronized blocks", noSynchronizedBlocks());
        rules.put("no input or output", noInputOrOutput());
        rules.put("text into strings in one class only", textFormOnly());
        rules.put("no hash order", no(use(HASH_ORDER)));
        rules.put("no hash order of Agrona", noAccess("of Agrona's hashes but to look up", Purity::iteratesAgrona));
        rules.put("no hash order from factories", noAccess("of what iterates in hash order", Purity::makesHashOrder));
        rules.put("no inexact Math", noAccess("of inexact Math", Purity::isInexactMath));
        rules.put("no identity hash", noAccess("of a hash that differs from run to run", Purity::isIdentityHash));
        rules.put("no default locale or charset", noAccess("of the machine's locale or charset", Purity::isLocal));
        rules.put("nothing of the machine", no(use(MACHINE).or(resideInAPackage("java.lang.reflect.."))));
        rules.put("nothing from system properties", noAccess("of system properties", Purity::readsProperties));
        rules.put("no static variables", noStaticVariables());
        rules.put("logic uses logic and the libraries that it may", onlyKnownLibraries());
        return rules;
    }

    private static ArchRule no(DescribedPredicate<? super JavaClass> types) {
        return noClasses()
                .that(resideInAnyPackage(LOGIC))
                .should()
                .dependOnClassesThat(types)
                .allowEmptyShould(true);
    }

    private static ArchRule noAccess(String description, Predicate<JavaAccess<?>> accesses) {
        return noClasses()
                .that(resideInAnyPackage(LOGIC))
                .should()
                .accessTargetWhere(describe("there is use " + description, accesses))
                .allowEmptyShould(true);
    }

    private static DescribedPredicate<JavaClass> use(Set<String> names) {
        return describe("are one of " + names, type -> names.contains(type.getName()));
    }

    private static boolean isSystem(JavaAccess<?> access) {
        return access.getTargetOwner().isEquivalentTo(System.class) && !SYSTEM_IN_LOGIC.contains(access.getName());
    }

    private static DescribedPredicate<JavaClass> threadsOfAgrona() {
        return describe(
                "are Agrona's concurrent classes but UnsafeBuffer",
                type -> type.getPackageName().startsWith("org.agrona.concurrent")
                        && !type.getName().equals("org.agrona.concurrent.UnsafeBuffer"));
    }

    private static boolean iteratesAgrona(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        return owner.getPackageName().startsWith("org.agrona.collections")
                && owner.getName().contains("Hash")
                && !LOOK_UP.contains(access.getName());
    }

    private static boolean isParallelStream(JavaAccess<?> access) {
        return access.getName().equals("parallelStream")
                || (access.getName().equals("parallel")
                        && access.getTargetOwner().getPackageName().equals("java.util.stream"));
    }

    private static boolean isMonitor(JavaAccess<?> access) {
        return switch (access.getName()) {
            case "wait", "notify", "notifyAll" ->
                access.getTarget().getOwner().getAllMethods().stream()
                        .anyMatch(method -> method.getOwner().isEquivalentTo(Object.class)
                                && method.getName().equals(access.getName()));
            default -> false;
        };
    }

    private static ArchRule noSynchronizedMethods() {
        return methods()
                .that()
                .areDeclaredInClassesThat(resideInAnyPackage(LOGIC))
                .should()
                .notHaveModifier(JavaModifier.SYNCHRONIZED)
                .allowEmptyShould(true);
    }

    private static ArchRule noSynchronizedBlocks() {
        return classes()
                .that(resideInAnyPackage(LOGIC))
                .should(new NotEnterMonitors())
                .allowEmptyShould(true);
    }

    private static ArchRule noInputOrOutput() {
        DescribedPredicate<JavaClass> inputOrOutput = resideInAnyPackage(
                        "java.io..", "java.net..", "java.nio.file..", "java.nio.channels..", "org.slf4j..")
                .and(describe("are not for text in strings", type -> !TEXT_FORM_MAY_USE.contains(type.getName())));
        return no(inputOrOutput.or(use(Set.of("java.util.Scanner", "org.agrona.IoUtil", "java.lang.System$Logger"))));
    }

    private static ArchRule textFormOnly() {
        return noClasses()
                .that(resideInAnyPackage(LOGIC).and(describe("are not " + TEXT_FORM, type -> !isTextForm(type))))
                .should()
                .dependOnClassesThat(use(TEXT_FORM_MAY_USE).or(resideInAPackage("com.fasterxml..")))
                .allowEmptyShould(true);
    }

    private static boolean isTextForm(JavaClass type) {
        return type.getName().equals(TEXT_FORM) || type.getName().startsWith(TEXT_FORM + "$");
    }

    private static boolean makesHashOrder(JavaAccess<?> access) {
        return switch (access.getTargetOwner().getName()) {
            case "java.util.Map", "java.util.Set" -> HASH_ORDER_FACTORIES.contains(access.getName());
            case "java.util.stream.Collectors" -> HASH_ORDER_COLLECTORS.contains(access.getName());
            default -> false;
        };
    }

    private static boolean isInexactMath(JavaAccess<?> access) {
        return access.getTargetOwner().isEquivalentTo(Math.class) && !EXACT_MATH.contains(access.getName());
    }

    /** An enum's hash is that of its identity too, and {@code Objects.hash} asks whatever it is given. */
    private static boolean isIdentityHash(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        return switch (access.getName()) {
            case "identityHashCode" -> owner.isEquivalentTo(System.class);
            case "hashCode" ->
                owner.isEquivalentTo(Object.class)
                        || owner.isEquivalentTo(Class.class)
                        || owner.isEquivalentTo(Objects.class)
                        || owner.isAssignableTo(Enum.class);
            case "hash" -> owner.isEquivalentTo(Objects.class);
            case "toString" -> owner.isEquivalentTo(Object.class);
            default -> false;
        };
    }

    private static boolean isLocal(JavaAccess<?> access) {
        if (!(access.getTarget() instanceof AccessTarget.CodeUnitAccessTarget target)) {
            return false;
        }
        boolean says = target.getRawParameterTypes().stream()
                .anyMatch(assignableTo("java.util.Locale")
                        .or(assignableTo("java.nio.charset.Charset"))
                        .or(assignableTo(String.class)
                                .and(describe(
                                        "names a charset",
                                        type -> target.getName().equals("getBytes")))));
        return switch (target.getOwner().getName()) {
            case "java.lang.String" ->
                switch (target.getName()) {
                    case "format", "formatted", "toLowerCase", "toUpperCase", "getBytes" -> !says;
                    default -> false;
                };
            case "java.util.Locale" -> target.getName().equals("getDefault");
            case "java.nio.charset.Charset" -> target.getName().equals("defaultCharset");
            default -> false;
        };
    }

    private static boolean readsProperties(JavaAccess<?> access) {
        return is(access, "java.lang.Boolean", "getBoolean")
                || is(access, "java.lang.Integer", "getInteger")
                || is(access, "java.lang.Long", "getLong");
    }

    private static boolean is(JavaAccess<?> access, String owner, String name) {
        return access.getTargetOwner().getName().equals(owner)
                && access.getName().equals(name);
    }

    private static ArchRule noStaticVariables() {
        return fields().that()
                .areDeclaredInClassesThat(resideInAnyPackage(LOGIC))
                .and()
                .areStatic()
                .should()
                .beFinal()
                .because("what logic remembers lives in declared tables")
                .allowEmptyShould(true);
    }

    private static ArchRule onlyKnownLibraries() {
        return classes()
                .that(resideInAnyPackage(LOGIC))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(LOGIC)
                        .or(resideInAnyPackage(
                                OUTLET,
                                TREE_FILES,
                                "java.lang..",
                                "java.math..",
                                "java.nio..",
                                "java.io..",
                                "java.text..",
                                "java.util..",
                                "java.security..",
                                "org.agrona..",
                                "org.jspecify..",
                                "com.fasterxml.jackson.core..")))
                .allowEmptyShould(true);
    }
}
