/** Of the pages without a script: what stands before a link, and what is said where there is nothing to read. */
export const plainStyle = `
:root{color-scheme:light dark;--bg:light-dark(#fbfaf8,#151412);--panel:light-dark(#fff,#1d1c1a);--ink:light-dark(#1c1b19,#f1eee8);
--mute:light-dark(#6b6862,#a39e94);--line:light-dark(#e6e2da,#34322e);--edge:light-dark(#8a857c,#7d786f);--own:light-dark(#4a3fb5,#aaa2ff);
--late:light-dark(#c92a2a,#ff8787)}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;min-height:100dvh;display:grid;place-items:center;padding:20px;background:var(--bg);color:var(--ink);
font:16px/1.5 Inter,system-ui,sans-serif}
main{width:100%;max-width:27rem;background:var(--panel);border:1px solid var(--line);border-radius:14px;padding:28px}
.company{margin:0 0 18px;color:var(--mute);font-size:14px;font-weight:600}
h1{font-size:21px;line-height:1.35;font-weight:600;letter-spacing:-.012em;margin:0 0 8px;overflow-wrap:anywhere}
p{margin:0 0 14px;overflow-wrap:anywhere}.mute{color:var(--mute);font-size:14px}
form{display:grid;gap:8px;margin:18px 0 0}
label{font-weight:600;font-size:14px}
input{font:inherit;width:100%;min-height:44px;padding:8px 12px;color:var(--ink);background:var(--bg);border:1px solid var(--edge);border-radius:9px}
input.code{letter-spacing:.3em;font-variant-numeric:tabular-nums}
button{font:inherit;font-weight:600;min-height:44px;padding:8px 18px;border:0;border-radius:9px;background:var(--ink);color:var(--bg);cursor:pointer}
button.plain{background:none;color:var(--ink);border:1px solid var(--edge)}
:focus-visible{outline:3px solid var(--own);outline-offset:2px}
.wrong{margin:0;color:var(--late);font-size:14px;font-weight:600}
a{color:inherit}
main>:last-child{margin-bottom:0}
`;
