package org.dharmic.benchmarks.vault;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dharmic.benchmarks.Benchmark;
import org.dharmic.benchmarks.Subject;
import org.dharmic.benchmarks.vault.ask.Ask;
import org.dharmic.benchmarks.vault.ask.Place;
import org.dharmic.benchmarks.vault.ask.Ranking;
import org.dharmic.benchmarks.vault.ask.RelevanceSets;
import org.dharmic.benchmarks.vault.ask.VaultScan;
import org.dharmic.benchmarks.vault.engine.PlainLucene;
import org.dharmic.benchmarks.vault.engine.Searcher;

/**
 * Whether the right note comes first: queries whose answer the vault itself knows, asked of the vault's service and of plain
 * Lucene with and without a title boost. The given vault is read only.
 */
public final class RelevanceBenchmark implements Benchmark {

    private static final int QUERIES = 300;

    @Override
    public String name() {
        return "relevance";
    }

    @Override
    public String description() {
        return "MRR@10 and recall@10 for titles, titles with a typo, link words and headings, against plain Lucene: "
                + Options.USAGE + " [--queries " + QUERIES + "] [--set key=value,…]";
    }

    @Override
    public Map<String, Object> run(List<String> arguments) throws Exception {
        Options options = Options.parse(arguments, QUERIES);
        Progress progress = new Progress(name());
        Files.createDirectories(options.work());
        Path vault = options.vault(progress);
        progress.say("reading what to ask for");
        VaultScan scan = VaultScan.of(vault, options.seed());
        Map<String, List<RelevanceSets.Target>> sets = RelevanceSets.of(scan, options.seed(), options.queries());
        Figures figures = new Figures(progress, scan, Workload.of(scan, options.seed(), 0), options.work());
        lucene(figures, sets);
        try (VaultSubject subject = VaultSubject.make(options.work().resolve("vault-index"))) {
            new SubjectRun(figures, options.settings()).build(subject);
            for (Map.Entry<String, List<RelevanceSets.Target>> set : sets.entrySet()) {
                List<List<Place>> answers = subject.places(asks(set.getValue()));
                Map<String, Object> ranking = ranking(Ranking.ofNotes(set.getValue(), answers));
                if (set.getKey().equals("heading")) {
                    Ranking passages = Ranking.ofPassages(set.getValue(), answers);
                    ranking.put("passage_mrr10", Progress.rounded(passages.mrr(), 4));
                    ranking.put("passage_recall10", Progress.rounded(passages.recall(), 4));
                }
                figures.add(set.getKey(), SubjectRun.NAME, ranking);
            }
        }
        return compared(figures);
    }

    private static void lucene(Figures figures, Map<String, List<RelevanceSets.Target>> sets) throws Exception {
        Path folder = figures.work.resolve("lucene-index");
        try {
            new BaselineRun(figures).buildLucene(folder);
            for (boolean boost : new boolean[] {false, true}) {
                try (Searcher lucene = PlainLucene.open(figures.scan.vault(), folder, boost)) {
                    for (Map.Entry<String, List<RelevanceSets.Target>> set : sets.entrySet()) {
                        List<List<Place>> answers = new ArrayList<>();
                        for (Ask ask : asks(set.getValue())) {
                            answers.add(lucene.search(ask, Ranking.DEPTH));
                        }
                        figures.add(set.getKey(), lucene.name(), ranking(Ranking.ofNotes(set.getValue(), answers)));
                    }
                }
            }
        } finally {
            Subject.deleteTree(folder);
        }
    }

    private static List<Ask> asks(List<RelevanceSets.Target> targets) {
        return targets.stream().map(RelevanceSets.Target::ask).toList();
    }

    private static Map<String, Object> ranking(Ranking ranking) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("n", ranking.queries());
        figures.put("mrr10", Progress.rounded(ranking.mrr(), 4));
        figures.put("recall10", Progress.rounded(ranking.recall(), 4));
        return figures;
    }

    private static Map<String, Object> compared(Figures figures) {
        Verdicts verdicts = new Verdicts();
        verdicts.atLeast("title_mrr10", figures.get("title", SubjectRun.NAME, "mrr10"), 0.98);
        verdicts.atLeast("title_typo_mrr10", figures.get("title_typo", SubjectRun.NAME, "mrr10"), 0.95);
        verdicts.atLeast(
                "link_words_mrr10",
                figures.get("link_words", SubjectRun.NAME, "mrr10"),
                Math.max(
                        figures.get("link_words", "lucene", "mrr10"),
                        figures.get("link_words", "lucene_title_boost", "mrr10")));
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("group", "targets");
        result.putAll(verdicts.lines());
        return result;
    }
}
