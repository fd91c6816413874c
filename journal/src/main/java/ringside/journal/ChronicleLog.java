package ringside.journal;

/**
 * Switches off what Chronicle starts in a process beside queues: a banner, and a thread that watches disks. An operator's own
 * settings of the same names stay as they are.
 */
final class ChronicleLog {
    private ChronicleLog() {}

    static void quieten() {
        for (final String setting : new String[] {"chronicle.announcer.disable", "chronicle.disk.monitor.disable"}) {
            if (System.getProperty(setting) == null) {
                System.setProperty(setting, "true");
            }
        }
    }
}
