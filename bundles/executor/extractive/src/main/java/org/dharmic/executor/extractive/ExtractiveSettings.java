package org.dharmic.executor.extractive;

import org.dharmic.support.settings.Range;

/**
 * How long an answer may get.
 *
 * @param quotes at most this many quotes
 * @param quoteChars a longer quote is cut at a word
 * @param sources at most this many further places
 */
record ExtractiveSettings(int quotes, int quoteChars, int sources) {

    private static final Range RANGE = new Range(ExtractiveExecutor.PID);

    ExtractiveSettings {
        RANGE.within("quotes.max", quotes, 1, 10);
        RANGE.within("quote.max.chars", quoteChars, 100, 5_000);
        RANGE.within("sources.max", sources, 0, 20);
    }

    static ExtractiveSettings from(ExtractiveConfig config) {
        return new ExtractiveSettings(config.quotes_max(), config.quote_max_chars(), config.sources_max());
    }
}
