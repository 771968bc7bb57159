"""What the pages about the portal say before staff have written them: what holds for every portal of this kind."""

from datetime import datetime
from typing import Any

# slug: title, summary, text
PAGES: dict[str, tuple[str, str, str]] = {
    "about": (
        "About the portal",
        "Who this is for, what is published here, and how mistakes are put right.",
        """
<p>This portal publishes trade news and explanations of trade practice for people who move goods, money and paper along
the corridors between Asia, Europe and Africa: forwarders, shippers, banks, insurers, customs brokers and those who
advise them.</p>
<h2>What is published</h2>
<p>News, with the place and the day it was written. Explainers on rules and documents, with their sources. Answers to
readers’ questions, where the reader agreed. Once a week the <a href="/weekly/">Belt &amp; Road Weekly</a> gathers what
changed; past issues stay in its archive.</p>
<h2>How mistakes are put right</h2>
<p>An article that was wrong is corrected on its own page, with the moment of the correction. One that should not have
stood at all is withdrawn: its address stays, and says when and why. Nothing disappears without a word. If you have
found a mistake, <a href="/ask/">tell the editors</a>.</p>
<h2>Addresses that last</h2>
<p>Every article has a short address that never changes; the QR code beside it leads there. You may print it, cite it
and link to it.</p>
""",
    ),
    "contact": (
        "Contact",
        "How to reach the editors, and what to write to them about.",
        """
<p>The editors are reached through <a href="/ask/">Ask Us A Question</a>. You get a number and a link by mail that shows
how far your question is; the answer comes by mail too.</p>
<h2>Write to us about</h2>
<ul>
<li>a mistake in an article: name the article, and what is right;</li>
<li>a question on a rule, a document or a route;</li>
<li>a page that you cannot use: see <a href="/accessibility/">Accessibility</a>;</li>
<li>what is stored about you: see <a href="/privacy/">Privacy</a>.</li>
</ul>
<p>Mails of the Weekly have their own link to change topics or to leave; no letter is needed for that.</p>
<h2>Postal address</h2>
<p>The publisher of this portal has not entered one yet.</p>
""",
    ),
    "privacy": (
        "Privacy",
        "What is stored when you read, subscribe, ask or log in, and for how long.",
        """
<h2>When you read</h2>
<p>Reading sets no cookie. The portal counts how often each article is read and each QR code is scanned on a day: a
number for the day and the article, without address, cookie or person. No page loads anything from another company: no
advertising, no measuring service, no fonts or scripts from elsewhere.</p>
<p>To hold off floods of requests the portal counts forms and searches by network for a limited time, an hour in most
cases. That count is not joined to anything else.</p>
<h2>When you subscribe to the Weekly</h2>
<p>Stored are your mail address, the topics you chose, and when you asked, confirmed and left. Nobody gets the Weekly
who did not confirm. The mails hold no picture that reports back.</p>
<h2>When you ask a question</h2>
<p>Stored are your question, your mail address, and your name if you gave it. Only the newsroom sees them. If you
agreed, the question and its answer may be published, never with your name or address.</p>
<h2>When you start a trial or log in</h2>
<p>Stored are your mail address, your name if you gave it, your password in a form that cannot be read back, and from
when to when the articles for members are open to you. A page that asks for your password sets a cookie that protects
its form; from then on a second one keeps you logged in until you log out or it runs out. These two are all the cookies
there are.</p>
<h2>Mails</h2>
<p>Mails that the portal sends to you are kept with it until they are cleared away, so that staff can see what became of
them.</p>
<h2>What you can ask for</h2>
<p>You may ask what is stored about you, have it put right, or have it deleted: <a href="/ask/">write to the editors</a>
from the address it concerns.</p>
""",
    ),
    "terms": (
        "Terms",
        "What you may do with what stands here, and what we do not promise.",
        """
<h2>Reading and citing</h2>
<p>You may read, print and link to every page, and quote from it with its title and its short address. To print an
article whole elsewhere, ask the editors first. Pictures carry the name of whoever made them; what you may do with one
is for its maker to say.</p>
<h2>Members</h2>
<p>Some articles are open to members only. An account is for one person. What a member reads is for that member’s own
work.</p>
<h2>What you send</h2>
<p>A question stays yours. If you agree to its publication, the editors may shorten it and publish it with the answer,
without your name.</p>
<h2>No advice</h2>
<p>Articles and answers explain; they are not legal, tax or financial advice. Rules change: what counts is the text of
the rule itself and the day on which you apply it.</p>
<h2>Demonstration content</h2>
<p>A new portal shows articles that were made to try it out. Those whose people and figures are made up say so on their
page.</p>
""",
    ),
    "accessibility": (
        "Accessibility",
        "What we aim at, what is checked, and how to tell us where we fall short.",
        """
<p>This portal aims at level AA of the Web Content Accessibility Guidelines (WCAG) 2.2, on every page that readers and
staff use.</p>
<h2>What that means here</h2>
<ul>
<li>Every page can be used with a keyboard alone, and without script.</li>
<li>Pages can be enlarged to 400 per cent without scrolling sideways, and follow the light or dark setting of your
machine.</li>
<li>Pictures, maps and charts say in words what they show; a chart’s figures stand in a table.</li>
<li>Nothing moves by itself, nothing opens by itself, and no colour is the only sign of anything.</li>
<li>Where the picture with the identifying code cannot be read, a question can be sent by mail all the same.</li>
</ul>
<h2>What is checked</h2>
<p>With every change of the software, each page is tested by a machine on a narrow, a middle and a wide screen, light
and dark. Such tests find part of what can be wrong.</p>
<h2>What we know of</h2>
<p>Pictures in texts that come from older archives may lack a good description. Documents that other people publish and
that we link to are not in our hands.</p>
<h2>Tell us</h2>
<p>If something stands in your way, <a href="/ask/">write to the editors</a>: the page, what you wanted to do, and what
you use. You get an answer by mail, and what you asked for in a form that you can use. If the answer does not help, the
body that supervises accessibility in your country takes complaints.</p>
""",
    ),
}


def put(page_model: Any, history_model: Any, *, using: str, at: datetime) -> None:
    """Make those of the five pages that are missing; for migrations, safe to run again."""
    for slug, (title, summary, body) in PAGES.items():
        values = {"title": title, "summary": summary, "body": body.strip(), "changed_at": at}
        _, made = page_model.objects.using(using).get_or_create(slug=slug, defaults=values)
        if made and not history_model.objects.using(using).filter(slug=slug).exists():
            history = {"history_date": at, "history_type": "+", "slug": slug}
            history_model.objects.using(using).create(**history, **values)
