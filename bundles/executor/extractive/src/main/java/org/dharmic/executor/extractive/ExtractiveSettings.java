package org.dharmic.executor.extractive;

/**
 * How long an answer may get.
 *
 * @param quotes at most this many quotes
 * @param quoteChars a longer quote is cut at a word
 * @param sources at most this many further places
 */
record ExtractiveSettings(int quotes, int quoteChars, int sources) {

    private static final String FILE = " (etc/" + ExtractiveExecutor.PID + ".cfg)";

    ExtractiveSettings {
        check("quotes.max", quotes, 1, 10);
        check("quote.max.chars", quoteChars, 100, 5_000);
        check("sources.max", sources, 0, 20);
    }

    static ExtractiveSettings from(ExtractiveConfig config) {
        return new ExtractiveSettings(config.quotes_max(), config.quote_max_chars(), config.sources_max());
    }

    private static void check(String key, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(key + " must be " + min + " to " + max + ", was " + value + FILE);
        }
    }
}
