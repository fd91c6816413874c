package ringside.perf;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** The CPU that this process takes. */
public final class ProcessCpu {
    private ProcessCpu() {}

    /** That all of its threads have taken so far, those of the JVM included; it may tick in steps of 10 ms. */
    public static long ns() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
