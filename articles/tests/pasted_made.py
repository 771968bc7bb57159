"""Mark-up as Word, Google Docs and a browser put it on the clipboard, cut to what matters; and what is kept of it."""

WORD = (
    '<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:w="urn:schemas-microsoft-com:office:word"><head><meta name=Generator content="Microsoft Word 15">'
    '<style><!-- p.MsoNormal {margin:0cm; font-family:"Calibri",sans-serif;} --></style></head><body lang=EN-GB>'
    "<!--StartFragment-->\n"
    "<p class=MsoTitle>Queues at Khorgos<o:p></o:p></p>\n"
    "<h1>What changed<o:p></o:p></h1>\n"
    "<p class=MsoNormal><span style='font-size:12.0pt'>A box <b style='mso-bidi-font-weight:normal'>waited</b> "
    "31<span style='mso-spacerun:yes'>  </span>hours, <i>not</i> 47<del cite=\"mailto:x\"><span>struck</span>"
    '</del>. See <a href="https://example.org/log"><span lang=EN-US>the log</span></a><a href="#_ftn1">[1]</a>'
    '<span class=MsoCommentReference><a href="#_msocom_1">[A1]</a></span>.</span><o:p></o:p></p>\n'
    "<p class=MsoNormal><o:p>&nbsp;</o:p></p>\n"
    "<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'>"
    "<![if !supportLists]><span style='font-family:Symbol'>"
    "<span style='mso-list:Ignore'>·<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; </span></span>"
    "</span><![endif]>two bays<o:p></o:p></p>\n"
    "<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><![if !supportLists]><span>"
    "<span style='mso-list:Ignore'>o<span>&nbsp; </span></span></span><![endif]>one of them new<o:p></o:p></p>\n"
    "<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><![if !supportLists]><span>"
    "<span style='mso-list:Ignore'>·<span>&nbsp;</span></span></span><![endif]>one window<o:p></o:p></p>\n"
    "<p class=MsoNormal>Then:<o:p></o:p></p>\n"
    "<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'>"
    "<span style='mso-list:Ignore'>1.<span>&nbsp;</span></span>first<o:p></o:p></p>\n"
    "<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'>"
    "<span style='mso-list:Ignore'>2.<span>&nbsp;</span></span>second<o:p></o:p></p>\n"
    "<p class=MsoQuote>Nobody waits at night.<o:p></o:p></p>\n"
    "<table class=MsoNormalTable border=1><tr style='mso-yfti-irow:0'>"
    "<td width=301 valign=top style='border:solid'><p class=MsoNormal><b>Year</b><o:p></o:p></p></td><td>"
    "<p class=MsoNormal><b>Hours</b><o:p></o:p></p></td></tr><tr><td><p class=MsoNormal>2025<o:p></o:p></p></td>"
    "<td><p class=MsoNormal>47<o:p></o:p></p></td></tr></table>\n"
    '<p class=MsoNormal><!--[if gte vml 1]><v:shape id="x"/><![endif]--><![if !vml]>'
    '<img width=10 src="file:///C:/x/clip_image001.png"><![endif]></p><!--EndFragment--></body></html>\n'
)

DOCS = (
    "<meta charset='utf-8'><meta charset=\"utf-8\">"
    '<b style="font-weight:normal;" id="docs-internal-guid-4b1c9d7e-7fff-1a2b">'
    '<h1 dir="ltr" style="line-height:1.38"><span style="font-size:20pt;font-weight:400;">Queues</span></h1>'
    '<p dir="ltr" style="line-height:1.38;">'
    '<span style="font-size:11pt;font-family:Arial;font-weight:400;font-style:normal;">A box </span>'
    '<span style="font-weight:700;font-style:normal;">waited</span>'
    '<span style="font-weight:400;font-style:italic;"> 31</span><span style="font-weight:400"> hours. </span>'
    '<a href="https://www.google.com/url?q=https://example.org/log?a%3D1&amp;sa=D&amp;source=docs" '
    'style="text-decoration:none;"><span style="color:#1155cc;text-decoration:underline;">the log</span></a></p>'
    '<br><ul style="margin-top:0"><li dir="ltr" aria-level="1"><p dir="ltr" role="presentation">'
    '<span>two bays</span></p></li><ul><li dir="ltr" aria-level="2"><p dir="ltr"><span>one new</span></p></li>'
    '</ul><li dir="ltr" aria-level="1"><p dir="ltr"><span>one window</span></p></li></ul>'
    '<div dir="ltr" align="left"><table><colgroup><col/></colgroup><tbody><tr><td><p dir="ltr"><span>Year</span>'
    '</p></td><td><p><span>Hours</span></p></td></tr></tbody></table></div><p dir="ltr"><span>'
    '<span style="border:none;display:inline-block;overflow:hidden;width:100px">'
    '<img src="https://lh7-rt.googleusercontent.com/docsz/x" width="100"></span></span></p></b>'
    '<br class="Apple-interchange-newline">\n'
)

WEB = (
    '<meta http-equiv="content-type" content="text/html; charset=utf-8">'
    '<h2 class="hd" style="color: rgb(0,0,0); font-family: Georgia">A head</h2><div>'
    '<p style="margin:0">One <span style="font-weight: bold">two</span> <a href="javascript:alert(1)">bad</a> <a '
    'href="/wiki/Rail" title="x">rail</a>.<sup>3</sup></p><script>alert(1)</script><blockquote class="q">'
    '<p>Said.</p></blockquote></div><nav><a href="https://x.org">Menu</a></nav><ol><li>a</li><li>b</li></ol>'
    '<img src="https://other.example/a.jpg" alt="x">\n'
)

KEPT_OF_WORD = (
    "<h2>Queues at Khorgos</h2><h2>What changed</h2><p>A box <strong>waited</strong> 31 hours, <em>not</em> 47. See "
    '<a href="https://example.org/log">the log</a>[1].</p><ul><li><p>two bays</p><ul><li><p>one of them new</p>'
    "</li></ul></li><li><p>one window</p></li></ul><p>Then:</p><ol><li><p>first</p></li><li><p>second</p></li></ol>"
    "<blockquote><p>Nobody waits at night.</p></blockquote><table><tbody><tr><td><p><strong>Year</strong></p></td><td>"
    "<p><strong>Hours</strong></p></td></tr><tr><td><p>2025</p></td><td><p>47</p></td></tr></tbody></table>"
)
KEPT_OF_DOCS = (
    "<h2>Queues</h2><p>A box <strong>waited</strong><em> 31</em> hours. "
    '<a href="https://example.org/log?a=1">the log</a></p><ul><li><p>two bays</p><ul><li><p>one new</p></li></ul></li>'
    "<li><p>one window</p></li></ul><table><tbody><tr><td><p>Year</p></td><td><p>Hours</p></td></tr></tbody></table>"
)
KEPT_OF_WEB = (
    '<h2>A head</h2><p>One <strong>two</strong> bad <a href="/wiki/Rail" title="x">rail</a>.<sup>3</sup></p>'
    "<blockquote><p>Said.</p></blockquote><ol><li><p>a</p></li><li><p>b</p></li></ol>"
)
