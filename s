{
  "catalogue": "intimacy-kit",
  "version": "2026.11.0",
  "form": "pulse",
  "digest": "7fe7ab408d9e7af5",
  "seed": "me",
  "occasion": 0,
  "perspective": "self",
  "on": "2026-11-23",
  "answers": {
    "listening.finish": null,
    "vulnerability.gentle": null,
    "time.tastes": null,
    "appreciation.admire": null,
    "conflict.problem": null,
    "support.cheer": null,
    "little-things.sign": null
  },
  "seconds": {}
}
