package org.dharmic.mail.imap.mime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<span style='display:none'>EVIL</span>",
                "<span style='DISPLAY : none !important'>EVIL</span>",
                "<span style='display:/* x */none'>EVIL</span>",
                "<span style='color:red;display:none;x:y'>EVIL</span>",
                "<span style='visibility:hidden'>EVIL</span>",
                "<span style='opacity:0'>EVIL</span>",
                "<span style='opacity:0.01'>EVIL</span>",
                "<span style='font-size:0'>EVIL</span>",
                "<span style='font-size: 0.0em'>EVIL</span>",
                "<span style='font-size:1px'>EVIL</span>",
                "<span style='font-size:.5pt'>EVIL</span>",
                "<span style='mso-hide:all'>EVIL</span>",
                "<div style='max-height:0;overflow:hidden'>EVIL</div>",
                "<div style='overflow:hidden;width:0px'>EVIL</div>",
                "<div style='text-indent:-9999px'>EVIL</div>",
                "<div style='position:absolute;left:-9999px'>EVIL</div>",
                "<div style='position:absolute;clip:rect(0 0 0 0)'>EVIL</div>",
                "<div style='clip-path:inset(100%)'>EVIL</div>",
                "<div style='transform:scale(0)'>EVIL</div>",
                "<span style='color:#fff'>EVIL</span>",
                "<span style='color:#FEFEFE'>EVIL</span>",
                "<span style='color:white'>EVIL</span>",
                "<span style='color:rgb(255, 255, 255)'>EVIL</span>",
                "<span style='color:transparent'>EVIL</span>",
                "<span style='color:rgba(0,0,0,0)'>EVIL</span>",
                "<font color='#ffffff'>EVIL</font>",
                "<div style='background:#000'><b style='color:black'>EVIL</b></div>",
                "<table bgcolor='#000000'><tr><td>EVIL</td></tr></table>",
                "<div hidden>EVIL</div>",
                "<div aria-hidden=true>EVIL</div>",
                "<script>EVIL</script>",
                "<style>EVIL</style>",
                "<noscript>EVIL</noscript>",
                "<template>EVIL</template>",
                "<svg><text>EVIL</text></svg>",
                "<title>EVIL</title>",
                "<!-- EVIL -->",
                "<![if mso]><!--EVIL--><![endif]>",
                "<style>.x{color:red;display:none}</style><p class='y x'>EVIL</p>",
                "<style>p.x , #z { font-size:0 }</style><p class=x>EVIL</p><div id=z>EVIL</div>",
                "<style>@media print{.y{color:red}} aside{display:none}</style><aside>EVIL</aside>",
                "<div style='display:none'>EVIL<p>EVIL</p><table><tr><td>EVIL</table></div>"
            })
    void whatNobodySeesIsNotThere(String hidden) {
        assertThat(HtmlText.of("<html><body><p>Before</p>" + hidden + "<p>After</p></body></html>"))
                .doesNotContain("EVIL")
                .startsWith("Before")
                .endsWith("After");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<span style='border-width:0;min-width:0;line-height:0'>SEEN</span>",
                "<span style='font-size:0.9em'>SEEN</span>",
                "<span style='font-size:1em'>SEEN</span>",
                "<span style='font-size:10px;opacity:.9'>SEEN</span>",
                "<span style='height:0'>SEEN</span>",
                "<span style='margin-left:-100px'>SEEN</span>",
                "<span style='color:#777'>SEEN</span>",
                "<div style='background:navy'><b style='color:white'>SEEN</b></div>",
                "<div style='background:url(x.png)'><b style='color:#fff'>SEEN</b></div>",
                "<table bgcolor=black><tr><td style='color:#fff'>SEEN</td></tr></table>",
                "<div style='background-color:#004488;color:#fff'>SEEN</div>",
                "<style>@media (max-width:600px){.wide{display:none}}</style><p class=wide>SEEN</p>",
                "<style>.a .b{display:none}</style><p class=b>SEEN</p>"
            })
    void whatASenderMerelyStylesStays(String shown) {
        assertThat(HtmlText.of(shown)).isEqualTo("SEEN");
    }

    @Test
    void theFormOfALetterStays() {
        assertThat(HtmlText.of("<h1>Garden</h1><p>When do <b>quinces</b>\n  ripen?<br>And pears?</p>"
                        + "<ul><li>one</li><li>two</li></ul><pre>a\n  b</pre><table><tr><td>1</td><td>2</td></tr></table>"
                        + "<div>x</div><div><br></div><div>y&nbsp;&amp;&nbsp;z</div>"))
                .isEqualTo("Garden\nWhen do quinces ripen?\nAnd pears?\n\n- one\n- two\na\n  b\n1 2\nx\n\ny & z");
    }

    @Test
    void aQuoteIsMarkedAsOne() {
        String text = HtmlText.of(
                "<div>And now?</div><div class=gmail_quote><div>On Sun, 22 Nov 2026, Agent &lt;a@b.example&gt;"
                        + " wrote:<br></div><blockquote>In <i>October</i>.<blockquote><pre>Or\nMay</pre></blockquote></blockquote></div>");
        assertThat(text).endsWith("> In October.\n> Or\n> May");
        assertThat(QuotedHistory.split(text).text()).isEqualTo("And now?");
    }

    @Test
    void invisibleCharactersGo() {
        String tags = new String(Character.toChars(0xe0041)) + new String(Character.toChars(0xe0042));
        assertThat(HtmlText.of("<p>Qu\u200bin" + tags + "ce\u00ad\u202e &#8288;and &#xE0049;pear</p>"))
                .isEqualTo("Quince and pear");
    }

    @Test
    void depthShowsNothingThatIsHidden() {
        String deep =
                "<div style='display:none'>" + "<div>".repeat(2000) + "EVIL" + "</div>".repeat(2000) + "EVIL</div>";
        assertThat(HtmlText.of("<p>Seen</p>" + deep)).isEqualTo("Seen");
        assertThat(HtmlText.of("<html style='display:none'><body>EVIL</body></html>"))
                .isEmpty();
    }

    @Test
    void theMailThatAProgramCarriesAlongUnquotedIsHistory() {
        String outlook =
                "<html><body><div>And now?</div><div id=appendonsend></div><hr style='display:inline-block;width:98%'>"
                        + "<div id=divRplyFwdMsg dir=ltr><font face=Calibri color='#000000'><b>From:</b> Agent &lt;agent@example.org&gt;<br>"
                        + "<b>Sent:</b> Sunday, 22 November 2026 10:00<br><b>To:</b> Alice<br><b>Subject:</b> Quinces</font></div>"
                        + "<div>In October.</div></body></html>";
        QuotedHistory split = QuotedHistory.split(HtmlText.of(outlook));
        assertThat(split.text()).isEqualTo("And now?");
        assertThat(split.quoted()).startsWith("From: Agent <agent@example.org>").endsWith("In October.");

        String word =
                "<p class=MsoNormal>And now?<o:p></o:p></p><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:0'>"
                        + "<p class=MsoNormal><b><span lang=DE>Von:</span></b><span lang=DE> Agent &lt;agent@example.org&gt; <br>"
                        + "<b>Gesendet:</b> Sonntag<br><b>An:</b> Alice<o:p></o:p></span></p></div><p class=MsoNormal>Im Oktober.</p>";
        assertThat(QuotedHistory.split(HtmlText.of(word)).text()).isEqualTo("And now?");

        String apple = "<html><body>And now?<br><div><br><blockquote type=cite><div>On 22. Nov 2026, at 10:00, Agent"
                + " &lt;<a href='mailto:agent@example.org'>agent@example.org</a>&gt; wrote:</div><br><div>In October."
                + "</div></blockquote></div></body></html>";
        assertThat(QuotedHistory.split(HtmlText.of(apple)).text()).isEqualTo("And now?");
    }
}
