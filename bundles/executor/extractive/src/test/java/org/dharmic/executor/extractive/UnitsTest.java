package org.dharmic.executor.extractive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class UnitsTest {

    private static List<Unit> cut(String text) {
        return Units.of(Units.lines(text)).list();
    }

    @Test
    void sentencesKeepTheirLines() {
        List<Unit> units = cut("# Title\n\nFirst one is\nlonger. Second one!\nThird is here.\n");

        assertThat(units)
                .extracting(Unit::text)
                .containsExactly("First one is\nlonger.", "Second one!", "Third is here.");
        assertThat(units).extracting(Unit::from).containsExactly(2, 3, 4);
        assertThat(units).extracting(Unit::to).containsExactly(3, 3, 4);
    }

    @Test
    void abbreviationsAndDatesDoNotEndASentence() {
        assertThat(cut("Ask Dr. Weber in St. Gallen. He comes on the 21. Dezember, approx. 10 o'clock."))
                .extracting(Unit::text)
                .containsExactly("Ask Dr. Weber in St. Gallen.", "He comes on the 21. Dezember, approx. 10 o'clock.");
    }

    @Test
    void itemsTakeTheirContinuationAlong() {
        List<Unit> units = cut("- first item\n  goes on\n- [ ] second item\n\n1) step one\n2) step two\n");

        assertThat(units)
                .extracting(Unit::text)
                .containsExactly("- first item\n  goes on", "- [ ] second item", "1) step one", "2) step two");
        assertThat(units.get(3).kind()).isEqualTo(Unit.Kind.STEP);
    }

    @Test
    void nestedItemsAreShiftedToTheLeft() {
        assertThat(cut("- outer thing\n      - inner thing\n        goes on\n"))
                .extracting(Unit::text)
                .containsExactly("- outer thing", "- inner thing\n  goes on");
    }

    @Test
    void headingsAreTheirPath() {
        assertThat(cut("# One\n\n## Two\n\nText here.\n\n# Three\n\nMore text.\n"))
                .extracting(Unit::heading)
                .containsExactly("One › Two", "Three");
        assertThat(cut("Under\n=====\n\nSome text.\n"))
                .extracting(Unit::heading)
                .containsExactly("Under");
    }

    @Test
    void tablesAreRowsWithAHead() {
        List<Unit> units = cut("| Name | Age |\n|:--|--:|\n| Ida | 7 |\n| Max | 9 |\nAfter it.\n");

        assertThat(units).extracting(Unit::text).containsExactly("| Ida | 7 |", "| Max | 9 |", "After it.");
        assertThat(units.get(0).head()).containsExactly("| Name | Age |", "|:--|--:|");
        assertThat(units.get(0).around()).contains(Words.stem("name"), Words.stem("age"));
    }

    @Test
    void oddTextsAreCutWithoutHarm() {
        for (String text : List.of(
                "",
                "\n\n\n",
                "---",
                "---\nopen front matter",
                "```\nopen fence",
                "|",
                "||",
                "- ",
                "#",
                "#######",
                "> quote",
                "\r\nwindows line\r\n",
                "[ref]: http://example.org",
                "* * *",
                "word\n---\n---\n",
                "\u0000\uFFFF",
                "|a|\n|-|")) {
            assertThat(cut(text)).as(text).allSatisfy(unit -> assertThat(unit.to())
                    .isGreaterThanOrEqualTo(unit.from()));
        }
    }

    @Test
    void aLongTextIsCutInReasonableTime() {
        String text = "word ".repeat(100_000) + "\n" + "a|".repeat(50_000) + "\n" + "-".repeat(100_000) + "\n"
                + "(".repeat(100_000);

        long start = System.nanoTime();
        cut(text);

        assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
    }
}
