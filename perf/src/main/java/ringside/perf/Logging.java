package ringside.perf;

/** Sets the log up before anything logs: one line each, to standard error, so that standard output stays a program's. */
final class Logging {
    private Logging() {}

    static void configure() {
        set("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        set("org.slf4j.simpleLogger.log.ringside", "info");
        set("org.slf4j.simpleLogger.showThreadName", "false");
        set("org.slf4j.simpleLogger.showDateTime", "true");
        set("org.slf4j.simpleLogger.dateTimeFormat", "HH:mm:ss.SSS");
        set("org.slf4j.simpleLogger.logFile", "System.err");
    }

    private static void set(final String key, final String value) {
        if (System.getProperty(key) == null) {
            System.setProperty(key, value);
        }
    }
}
