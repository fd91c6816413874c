package ringside.testkit;

import java.util.List;
import java.util.stream.Stream;

/**
 * A virtual machine that is as unlike this one as flags make it. Flags that a virtual machine does not know are left out
 * by it.
 *
 * @param java the program to start
 * @param flags each with its dash
 */
public record OtherJvm(String java, List<String> flags) {
    public OtherJvm {
        flags = List.copyOf(flags);
    }

    /** This JDK's virtual machine with flags, given in one line. */
    public static OtherJvm with(final String flags) {
        return new OtherJvm(
                System.getProperty("java.home") + "/bin/java",
                List.of(flags.strip().split(" +")));
    }

    /** The same flags for another JDK's program. */
    public OtherJvm of(final String otherJava) {
        return new OtherJvm(otherJava, flags);
    }

    /**
     * Four that differ in everything that once made a difference to somebody: interpreted, each compiler alone, three
     * collectors and more, where identity hashes come from, language, time zone and encoding. For every build.
     */
    public static List<OtherJvm> few() {
        return List.of(
                with("-Xint -XX:+UseSerialGC -XX:hashCode=2 -Duser.language=tr -Duser.country=TR"
                        + " -Duser.timezone=Asia/Kathmandu -Dfile.encoding=UTF-16"),
                with(
                        "-XX:TieredStopAtLevel=1 -XX:+UseParallelGC -XX:hashCode=0 -Duser.language=ar -Duser.timezone=UTC"),
                with("-XX:-TieredCompilation -XX:+UseG1GC -XX:hashCode=3 -Duser.language=de -Duser.country=CH"
                        + " -Duser.timezone=America/St_Johns"),
                with("-XX:+UseZGC -XX:hashCode=1 -Duser.language=th -Duser.country=TH"
                        + " -Duser.timezone=Pacific/Apia -Dfile.encoding=ISO-8859-1"));
    }

    /** The few, and those that take longer or concern the machine: for a build that has time. */
    public static List<OtherJvm> all() {
        return Stream.concat(
                        few().stream(),
                        Stream.of(
                                with("-Xcomp -XX:+UseParallelGC"),
                                with("-Xcomp -XX:-TieredCompilation"),
                                with("-XX:+UseSerialGC -Xmn1m -Xmx96m -XX:hashCode=4"),
                                with("-XX:+UseShenandoahGC -XX:-UseSuperWord"),
                                with("-XX:+UseEpsilonGC -Xmx2g"),
                                with("-XX:-UseCompressedOops -XX:-UseCompressedClassPointers -XX:hashCode=5"),
                                with("-XX:UseAVX=0 -XX:UseSSE=2"),
                                with("-XX:-DoEscapeAnalysis -XX:-Inline"),
                                with("-XX:+UseG1GC -XX:ActiveProcessorCount=1 -XX:LoopUnrollLimit=0")))
                .toList();
    }

    @Override
    public String toString() {
        return java + " " + String.join(" ", flags);
    }
}
