import { hashArgon2id, matchesArgon2id } from '../../src/password/argon2id.ts'
import { matchesDjangoHash, spendDjangoIterations } from '../../src/password/django-hash.ts'

/** The work on passwords, and how much of it was done. */
export function countedWork() {
  const spent = { argon2: 0, iterations: 0 }
  const work = {
    hashArgon2id: (...args: Parameters<typeof hashArgon2id>) => {
      spent.argon2 += 1
      return hashArgon2id(...args)
    },
    matchesArgon2id: (...args: Parameters<typeof matchesArgon2id>) => {
      spent.argon2 += 1
      return matchesArgon2id(...args)
    },
    matchesDjangoHash: (...args: Parameters<typeof matchesDjangoHash>) => {
      spent.iterations += args[1].iterations
      return matchesDjangoHash(...args)
    },
    spendDjangoIterations: (...args: Parameters<typeof spendDjangoIterations>) => {
      spent.iterations += args[1]
      return spendDjangoIterations(...args)
    },
  }
  return { work, spent }
}
