import type { MailClaim } from '@/lib/domain/notification/claim-mail'
import type { Mail } from '@/lib/net/mailer'

type Told = Pick<
  MailClaim,
  'id' | 'kind' | 'email' | 'actorName' | 'taskId' | 'taskTitle' | 'workspaceName' | 'workspaceSlug'
>

const words: Record<Told['kind'], { by: (who: string) => string; alone: string; subject: (of: Told) => string }> = {
  task_assigned: {
    by: (who) => `${who} assigned you a task`,
    alone: 'You were assigned a task',
    subject: ({ actorName, taskTitle }) =>
      actorName === null ? `You were assigned “${taskTitle}”` : `${actorName} assigned you “${taskTitle}”`,
  },
  task_completed: {
    by: (who) => `${who} completed a task of yours`,
    alone: 'A task of yours was completed',
    subject: ({ actorName, taskTitle }) =>
      actorName === null ? `“${taskTitle}” was completed` : `${actorName} completed “${taskTitle}”`,
  },
}

/** The e-mail of a notification. `publicUrl` is where people reach this installation. */
export function mailOf(told: Told, publicUrl: string): Mail {
  const home = `${publicUrl}/${told.workspaceSlug}`
  const link = `${home}/tasks?task=${told.taskId}`
  const unsubscribe = `${home}/settings/profile`
  const { by, alone, subject } = words[told.kind]
  const happened = `${told.actorName === null ? alone : by(told.actorName)} in ${told.workspaceName}`
  return {
    id: `notification.${told.id}`,
    to: told.email,
    subject: subject(told),
    unsubscribe,
    text: `${happened}:

${told.taskTitle}

Open it: ${link}

--${' '}
Choose what reaches you by e-mail: ${unsubscribe}
`,
    html: `<!doctype html>
<html lang="en"><head><meta charset="utf-8"></head>
<body style="font-family:system-ui,sans-serif;font-size:14px;line-height:1.5;color:#1f2430">
<p dir="auto">${escaped(happened)}:</p>
<p dir="auto" style="font-size:16px;font-weight:600">${escaped(told.taskTitle)}</p>
<p><a href="${escaped(link)}">Open it</a></p>
<p style="font-size:12px;color:#6b7280"><a href="${escaped(unsubscribe)}" style="color:inherit">Choose what reaches you by e-mail</a></p>
</body></html>
`,
  }
}

const marks: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

const escaped = (text: string): string => text.replace(/[&<>"']/g, (mark) => marks[mark] ?? mark)
