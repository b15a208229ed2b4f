/** The elements of an array job. https://docs.aws.amazon.com/batch/latest/userguide/array_jobs.html */
export const arraySizes = { least: 2, most: 10_000 } as const;

/** The most vCPUs of a compute environment. */
export const maxEnvironmentVcpus = 10_000;

/** An instance's root volume in GiB: the ECS-optimized AMI needs 30, and gp3 ends at 65,536. https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html */
export const rootVolumeGiB = { least: 30, most: 65_536 } as const;
