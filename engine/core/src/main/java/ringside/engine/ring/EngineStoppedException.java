package ringside.engine.ring;

/** Ends the thread of a stage that failed; the cause was told to {@link EngineStopped} before. */
final class EngineStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EngineStoppedException(final String stage, final Throwable cause) {
        super("the engine stopped in its " + stage + " stage", cause);
    }
}
