package ringside.testkit;

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
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What logic may not do, looked for in its byte code: given the same layout, rules and events it must reach the same state
 * on any JVM, processor, locale and collector. What is allowed is listed wherever a list of what is forbidden would have to
 * be complete.
 *
 * <p>For a studio: {@code GamePurity.check("com.studio.game")} in a test.
 */
public final class GamePurity {
    private static final String[] KNOWN = {
        "ringside.layout..",
        "ringside.engine.game..",
        "ringside.engine.math..",
        "ringside.behavior..",
        "java.lang..",
        "java.math..",
        "java.util..",
        "org.agrona..",
        "org.jspecify.."
    };

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

    private final String[] packages;

    private GamePurity(final String... packages) {
        this.packages = packages;
    }

    /**
     * Reads the classes of a package and of those below it, tests left out, and throws {@link AssertionError} with each
     * place that is not pure. Needs the class files; takes about a second.
     */
    public static void check(final String packageName) {
        check(
                packageName,
                new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages(packageName));
    }

    /** As {@link #check(String)}, on classes that were read already. */
    public static void check(final String packageName, final JavaClasses classes) {
        final String[] packages = {packageName + ".."};
        if (classes.that(resideInAnyPackage(packages)).isEmpty()) {
            throw new IllegalArgumentException(packageName + ": no class there, so nothing would be checked");
        }
        final Map<String, ArchRule> rules = rules(packages);
        rules.put(
                "a game uses the game API and the libraries that it may",
                new GamePurity(packages).onlyKnownLibraries());
        rules.values().forEach(rule -> rule.check(classes));
    }

    /**
     * The rules by name, for classes of these packages.
     *
     * @param packages in ArchUnit's form: {@code com.studio.game..}
     * @return a map of the caller's own, in the order of reading
     */
    public static Map<String, ArchRule> rules(final String... packages) {
        final GamePurity purity = new GamePurity(packages);
        final Map<String, ArchRule> rules = new LinkedHashMap<>();
        purity.addEnvironment(rules);
        purity.addOrder(rules);
        purity.addNumbers(rules);
        return rules;
    }

    /** Nothing of the world outside. */
    private void addEnvironment(final Map<String, ArchRule> rules) {
        rules.put("no clock", no(use(CLOCKS).or(resideInAPackage("java.time.."))));
        rules.put("of System only arraycopy", noAccess("of System but arraycopy", GamePurity::isSystem));
        rules.put(
                "no threads, no locks",
                no(use(THREADS)
                        .or(resideInAnyPackage("java.util.concurrent..", "java.util.logging..", "java.lang.ref.."))));
        rules.put("no threads of Agrona", no(threadsOfAgrona()));
        rules.put("no parallel streams", noAccess("of parallel streams", GamePurity::isParallelStream));
        rules.put("no wait and notify", noAccess("of Object's monitor", GamePurity::isMonitor));
        rules.put("no synchronized methods", noSynchronizedMethods());
        rules.put("no synchronized blocks", noSynchronizedBlocks());
        rules.put("no input or output", no(inputOrOutput()));
        rules.put("no default locale or charset", noAccess("of the machine's locale or charset", GamePurity::isLocal));
        rules.put("nothing of the machine", no(use(MACHINE).or(resideInAPackage("java.lang.reflect.."))));
        rules.put("nothing from system properties", noAccess("of system properties", GamePurity::readsProperties));
        rules.put("no static variables", noStaticVariables());
    }

    /** Nothing that comes in another order in another run. */
    private void addOrder(final Map<String, ArchRule> rules) {
        rules.put("no hash order", no(use(HASH_ORDER)));
        rules.put("no hash order of Agrona", noAccess("of Agrona's hashes but to look up", GamePurity::iteratesAgrona));
        rules.put(
                "no hash order from factories", noAccess("of what iterates in hash order", GamePurity::makesHashOrder));
        rules.put("no identity hash", noAccess("of a hash that differs from run to run", GamePurity::isIdentityHash));
    }

    /** No numbers that are not the same everywhere. */
    private void addNumbers(final Map<String, ArchRule> rules) {
        rules.put("no random but the match's own", no(use(RANDOM).or(resideInAPackage("java.util.random.."))));
        rules.put(
                "no random UUID", noAccess("of UUID.randomUUID", access -> is(access, "java.util.UUID", "randomUUID")));
        rules.put("no inexact Math", noAccess("of inexact Math", GamePurity::isInexactMath));
    }

    /** Everything that reads or writes outside of memory. */
    public static DescribedPredicate<JavaClass> inputOrOutput() {
        return resideInAnyPackage("java.io..", "java.net..", "java.nio.file..", "java.nio.channels..", "org.slf4j..")
                .or(use(Set.of("java.util.Scanner", "org.agrona.IoUtil", "java.lang.System$Logger")))
                .as("are for input or output");
    }

    private ArchRule no(final DescribedPredicate<? super JavaClass> types) {
        return noClasses()
                .that(resideInAnyPackage(packages))
                .should()
                .dependOnClassesThat(types)
                .allowEmptyShould(true);
    }

    private ArchRule noAccess(final String description, final Predicate<JavaAccess<?>> accesses) {
        return noClasses()
                .that(resideInAnyPackage(packages))
                .should()
                .accessTargetWhere(describe("there is use " + description, accesses))
                .allowEmptyShould(true);
    }

    private static DescribedPredicate<JavaClass> use(final Set<String> names) {
        return describe("are one of " + names, type -> names.contains(type.getName()));
    }

    private static boolean isSystem(final JavaAccess<?> access) {
        return access.getTargetOwner().isEquivalentTo(System.class) && !SYSTEM_IN_LOGIC.contains(access.getName());
    }

    private static DescribedPredicate<JavaClass> threadsOfAgrona() {
        return describe(
                "are Agrona's concurrent classes but UnsafeBuffer",
                type -> type.getPackageName().startsWith("org.agrona.concurrent")
                        && !type.getName().equals("org.agrona.concurrent.UnsafeBuffer"));
    }

    private static boolean iteratesAgrona(final JavaAccess<?> access) {
        final JavaClass owner = access.getTargetOwner();
        return owner.getPackageName().startsWith("org.agrona.collections")
                && owner.getName().contains("Hash")
                && !LOOK_UP.contains(access.getName());
    }

    private static boolean isParallelStream(final JavaAccess<?> access) {
        return access.getName().equals("parallelStream")
                || (access.getName().equals("parallel")
                        && access.getTargetOwner().getPackageName().equals("java.util.stream"));
    }

    private static boolean isMonitor(final JavaAccess<?> access) {
        return switch (access.getName()) {
            case "wait", "notify", "notifyAll" ->
                access.getTarget().getOwner().getAllMethods().stream()
                        .anyMatch(method -> method.getOwner().isEquivalentTo(Object.class)
                                && method.getName().equals(access.getName()));
            default -> false;
        };
    }

    private ArchRule noSynchronizedMethods() {
        return methods()
                .that()
                .areDeclaredInClassesThat(resideInAnyPackage(packages))
                .should()
                .notHaveModifier(JavaModifier.SYNCHRONIZED)
                .allowEmptyShould(true);
    }

    private ArchRule noSynchronizedBlocks() {
        return classes()
                .that(resideInAnyPackage(packages))
                .should(new NotEnterMonitors())
                .allowEmptyShould(true);
    }

    private static boolean makesHashOrder(final JavaAccess<?> access) {
        return switch (access.getTargetOwner().getName()) {
            case "java.util.Map", "java.util.Set" -> HASH_ORDER_FACTORIES.contains(access.getName());
            case "java.util.stream.Collectors" -> HASH_ORDER_COLLECTORS.contains(access.getName());
            default -> false;
        };
    }

    private static boolean isInexactMath(final JavaAccess<?> access) {
        return access.getTargetOwner().isEquivalentTo(Math.class) && !EXACT_MATH.contains(access.getName());
    }

    /** An enum's hash is that of its identity too, and {@code Objects.hash} asks whatever it is given. */
    private static boolean isIdentityHash(final JavaAccess<?> access) {
        final JavaClass owner = access.getTargetOwner();
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

    private static boolean isLocal(final JavaAccess<?> access) {
        if (!(access.getTarget() instanceof final AccessTarget.CodeUnitAccessTarget target)) {
            return false;
        }
        final boolean says = target.getRawParameterTypes().stream()
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

    private static boolean readsProperties(final JavaAccess<?> access) {
        return is(access, "java.lang.Boolean", "getBoolean")
                || is(access, "java.lang.Integer", "getInteger")
                || is(access, "java.lang.Long", "getLong");
    }

    private static boolean is(final JavaAccess<?> access, final String owner, final String name) {
        return access.getTargetOwner().getName().equals(owner)
                && access.getName().equals(name);
    }

    private ArchRule noStaticVariables() {
        return fields().that()
                .areDeclaredInClassesThat(resideInAnyPackage(packages))
                .and()
                .areStatic()
                .should()
                .beFinal()
                .because("what logic remembers lives in declared tables")
                .allowEmptyShould(true);
    }

    private ArchRule onlyKnownLibraries() {
        return classes()
                .that(resideInAnyPackage(packages))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(packages).or(resideInAnyPackage(KNOWN)))
                .allowEmptyShould(true);
    }
}
